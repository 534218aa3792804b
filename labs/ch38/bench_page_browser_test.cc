// SPDX-License-Identifier: Apache-2.0
//
// The page that the bench writes, as a browser shows it. How fast anything was
// is the machine's affair.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/testing/browser.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace {

using ::nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::SizeIs;

class BenchPageBrowserTest : public lab::BrowserTest {
 protected:
  // Shared by the tests, so that the bench runs once.
  const std::string& Page() const {
    static const std::string& page = *new std::string(WritePage());
    return page;
  }

  const lab::Seen& Seen() const {
    static const lab::Seen& seen = *new lab::Seen(LookAt(Page()));
    return seen;
  }

 private:
  std::string WritePage() const {
    const std::string report = File("page.html").string();
    absl::StatusOr<process::CompletedProcess> bench = process::Run(
        {testing_util::ProgramPath("BENCH"), "--benchmark_repetitions=1",
         absl::StrCat("--report=", report)},
        {.io = {.text = true}});
    EXPECT_OK(bench);
    if (!bench.ok()) return "";
    EXPECT_TRUE(bench->status.ok()) << bench->status << "\n" << bench->err;
    return lab::ReadFile(report);
  }
};

TEST_F(BenchPageBrowserTest, IsReadableAndSilentAndFetchesNothing) {
  EXPECT_THAT(Page(), SizeIs(Lt(500'000u)));
  EXPECT_THAT(Seen().frames, SizeIs(4));
  EXPECT_EQ(Seen().console, "");
  lab::ExpectReadable(Seen());
}

TEST_F(BenchPageBrowserTest, FourSectionsHaveTheirChartsAndBars) {
  for (const json& frame : Seen().frames) {
    EXPECT_THAT(frame["parts"]["charts"], SizeIs(4));
    EXPECT_THAT(frame["parts"]["bars"], SizeIs(4 * 4 + 2 * 2 + 4 * 2 + 2 * 2));
  }
}

TEST_F(BenchPageBrowserTest, SaysHowOftenLocksWereContended) {
  EXPECT_THAT(Page(), AllOf(HasSubstr("8 threads: absl::Mutex "),
                            HasSubstr("; one each 0 of 2000000<")));
}

}  // namespace
