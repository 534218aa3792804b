// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/echo.h"

#include <string>

#include "absl/status/status.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

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
