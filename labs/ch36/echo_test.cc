// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/echo.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/status_matchers.h"
#include "common/process/testing/program_path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::absl_testing::IsOkAndHolds;
using ::absl_testing::StatusIs;
using ::testing::HasSubstr;

TEST(EchoTest, TheTextComesBackWithoutTheLineEnd) {
  EXPECT_THAT(EchoThroughAPipe(testing_util::ProgramPath("ECHO"),
                               "Hello from the child!"),
              IsOkAndHolds("Hello from the child!"));
}

TEST(EchoTest, NoShellTouchesTheText) {
  for (const std::string text :
       {"", "  two  blanks  ", "$HOME %PATH%", "a; b | c > d", "\"'\\"}) {
    EXPECT_THAT(EchoThroughAPipe(testing_util::ProgramPath("ECHO"), text),
                IsOkAndHolds(text));
  }
}

TEST(EchoTest, AProgramThatIsNotThereIsNotFoundAndNamed) {
  EXPECT_THAT(EchoThroughAPipe("no-such-echo", "hi"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-echo")));
}

TEST(EchoTest, AProgramThatFailsIsAbortedWithItsStatusAndItsWords) {
  EXPECT_THAT(EchoThroughAPipe(testing_util::ProgramPath("CHILD"), "dance"),
              StatusIs(absl::StatusCode::kAborted,
                       testing::AllOf(HasSubstr("exit code 2"),
                                      HasSubstr("what is dance?"))));
}

}  // namespace
}  // namespace ch36
