// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exploration_runs.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/temp_directory.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// Bazel starts tests where this leads to the program.
absl::StatusOr<std::string> Explored(const std::string& name, Show show) {
  return RunExploration(LabFiles("labs/ch38/test"), name, show);
}

TEST(RunExplorationTest, TheTraceAndTheVerdictOrTheVerdictAlone) {
  absl::StatusOr<std::string> all = Explored("lost-update", Show::kTrace);
  if (absl::IsNotFound(all.status())) GTEST_SKIP() << all.status();
  EXPECT_THAT(all, IsOkAndHolds(AllOf(
                       HasSubstr("write v1: 1 -> 1"),
                       HasSubstr("schedules tried until it was found: 2\n"),
                       HasSubstr("EXPLORER_REPLAY="))));
  EXPECT_THAT(Explored("lost-update", Show::kVerdict),
              IsOkAndHolds(AllOf(HasSubstr("found: failed assertion\n"),
                                 Not(HasSubstr("write v1")))));
  EXPECT_THAT(Explored("locked", Show::kVerdict),
              IsOkAndHolds(HasSubstr("schedules tried: 2 ")));
}

TEST(RunExplorationTest, ThePageHasTheTraceAndTheSource) {
  ASSERT_OK_AND_ASSIGN(const lab::TempDirectory folder,
                       lab::TempDirectory::Create());
  const std::string page = (folder.path() / "page.html").string();
  const std::string program = LabFiles("labs/ch38/test").Program("explore");
  absl::StatusOr<process::CompletedProcess> run =
      process::Run({program, "lost-update", absl::StrCat("--page=", page)});
  if (absl::IsNotFound(run.status())) GTEST_SKIP() << run.status();
  ASSERT_OK(run);
  EXPECT_OK(run->ToStatus());
  std::ifstream in(page);
  const std::string html(std::istreambuf_iterator<char>(in), {});
  EXPECT_THAT(html, AllOf(HasSubstr("<html"), HasSubstr("v1")));
  if (!process::FindExecutable("addr2line").ok()) {
    GTEST_SKIP() << "no addr2line in PATH: no source";
  }
  EXPECT_THAT(html, AllOf(HasSubstr("plain_counter.h"),
                          HasSubstr("count_ += offset;")));
}

TEST(RunExplorationTest, ANameThatDoesNotExistIsNamed) {
  absl::StatusOr<std::string> text = Explored("no-such", Show::kVerdict);
  if (absl::IsNotFound(text.status())) GTEST_SKIP() << text.status();
  EXPECT_THAT(text, StatusIs(absl::StatusCode::kAborted,
                             HasSubstr("there is no \"no-such\"")));
}

TEST(RunExplorationTest, WhereThereIsNoExplorerThatIsSaid) {
  const LabFiles nowhere("no-such-folder/demo");
  EXPECT_THAT(RunExploration(nowhere, "locked", Show::kVerdict),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("explore")));
  EXPECT_THAT(ExplorationOrWhyNot(nowhere, "locked", Show::kVerdict),
              IsOkAndHolds(HasSubstr("skipped: no explorer")));
}

}  // namespace
}  // namespace ch38
