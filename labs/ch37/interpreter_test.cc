// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/interpreter.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/program.h"

namespace ch37 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

class InterpreterTest : public testing::Test {
 protected:
  InterpreterTest() { gil_.Acquire(self_); }
  ~InterpreterTest() override { gil_.Release(self_); }

  absl::Status RunProgram(ProgramBuilder& builder,
                          std::vector<int64_t> arguments = {}) {
    return Interpret(std::move(builder).Build(), arguments, gil_, self_);
  }

  // A native that writes down what it is called with, and returns twice that.
  Native Note() {
    return [this](const NativeCall& call) {
      EXPECT_EQ(&call.gil, &gil_);
      EXPECT_EQ(&call.self, &self_);
      noted_.push_back(call.argument);
      return 2 * call.argument;
    };
  }

  OldGil gil_;
  GilThread self_;
  std::vector<int64_t> noted_;
};

TEST_F(InterpreterTest, Computes) {
  ProgramBuilder b;
  b.Push(40).Push(2).Add().Call(Note()).Pop();
  b.Push(17).Push(5).Modulo().Call(Note()).Pop();
  b.Push(3).Push(3).Equal().Call(Note()).Pop();
  b.Push(3).Push(4).Equal().Call(Note()).Pop();
  b.Push(3).Push(4).LessOrEqual().Call(Note()).Pop();
  b.Push(4).Push(3).LessOrEqual().Call(Note()).Pop();
  ASSERT_OK(RunProgram(b));
  EXPECT_THAT(noted_, ElementsAre(42, 2, 1, 0, 1, 0));
}

TEST_F(InterpreterTest, LoopsAndBranches) {
  // The even numbers up to n.
  ProgramBuilder b;
  const Variable n = b.Argument();
  const Variable i = b.NewVariable();
  b.While([&] { b.Load(i).Load(n).LessOrEqual(); },
          [&] {
            b.If([&] { b.Load(i).Push(2).Modulo().Push(0).Equal(); },
                 [&] { b.Load(i).Call(Note()).Pop(); });
            b.Load(i).Push(1).Add().Store(i);
          });
  ASSERT_OK(RunProgram(b, {7}));
  EXPECT_THAT(noted_, ElementsAre(0, 2, 4, 6));
}

TEST_F(InterpreterTest, TheResultOfANativeFunctionIsOnTheStack) {
  ProgramBuilder b;
  b.Push(21).Call(Note()).Call(Note()).Pop();
  ASSERT_OK(RunProgram(b));
  EXPECT_THAT(noted_, ElementsAre(21, 42));
}

TEST_F(InterpreterTest, AnErrorOfANativeFunctionEndsTheProgram) {
  ProgramBuilder b;
  b.Push(1)
      .Call([](const NativeCall&) -> absl::StatusOr<int64_t> {
        return absl::UnavailableError("the disk is full");
      })
      .Call(Note())
      .Pop();
  EXPECT_THAT(RunProgram(b), StatusIs(absl::StatusCode::kUnavailable,
                                      HasSubstr("the disk is full")));
  EXPECT_THAT(noted_, ElementsAre());
}

TEST_F(InterpreterTest, ADivisionByZeroIsAnErrorThatNamesTheInstruction) {
  ProgramBuilder b;
  b.Push(1).Push(0).Modulo().Pop();
  EXPECT_THAT(RunProgram(b), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("instruction 2")));
}

TEST_F(InterpreterTest, AMissingArgumentIsRefused) {
  ProgramBuilder b;
  b.Argument();
  EXPECT_THAT(RunProgram(b), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("takes 1 arguments")));
}

TEST(InterpreterCheckTest, TheLockIsAskedBeforeEachInstruction) {
  class Counting : public NoGil {
   public:
    void CheckPoint(GilThread&) override { ++count; }
    int count = 0;
  };
  ProgramBuilder b;
  b.Push(1).Push(2).Add().Pop();
  Counting gil;
  GilThread self;
  ASSERT_OK(Interpret(std::move(b).Build(), {}, gil, self));
  EXPECT_EQ(gil.count, 5);  // the four, and the return
}

}  // namespace
}  // namespace ch37
