// SPDX-License-Identifier: Apache-2.0
//
// Very many children alive at once. The number is in the BUILD file.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing_util::ChildArgs;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ReadToEnd;

// One pipe is the input of all, and another one the output of all, so that a
// child costs this program as few handles as can be.
TEST(ManyChildrenTest, AllLiveAtOnceAndAllEndsAreSeen) {
  int count;
  ASSERT_TRUE(absl::SimpleAtoi(testing_util::ProgramPath("CHILDREN"), &count));
  ASSERT_OK_AND_ASSIGN(Pipe in, OpenPipe());
  ASSERT_OK_AND_ASSIGN(Pipe out, OpenPipe());
  std::vector<Subprocess> children;
  for (int i = 0; i < count; ++i) {
    absl::StatusOr<Subprocess> child = Subprocess::Start(
        ChildArgs({"count-input", "+", "exit", absl::StrCat(i % 100)}),
        {.in = Stdio::Borrow(in.read.get()),
         .out = Stdio::Borrow(out.write.get())});
    ASSERT_TRUE(child.ok()) << i << ": " << child.status();
    children.push_back(*std::move(child));
  }
  for (Subprocess& child : children) {
    EXPECT_FALSE(child.Poll().has_value()) << "it waits for its input";
  }
  in.write.Close();
  out.write.Close();
  PipeReader output(std::move(out.read));
  EXPECT_THAT(ReadToEnd(output), IsOkAndHolds(std::string(count, '0')));
  for (int i = 0; i < count; ++i) {
    EXPECT_THAT(children[i].Wait(),
                IsOkAndHolds(ExitStatus::FromCode(i % 100)));
  }
}

}  // namespace
}  // namespace process
