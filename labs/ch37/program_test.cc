// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/program.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::testing::ElementsAre;

std::vector<Op> OpsOf(const Program& program) {
  std::vector<Op> ops;
  for (const Instruction& instruction : program.code) {
    ops.push_back(instruction.op);
  }
  return ops;
}

TEST(ProgramTest, InstructionsStandInTheOrderOfTheCalls) {
  ProgramBuilder b;
  const Variable x = b.NewVariable();
  b.Push(1).Push(2).Add().Store(x);
  const Program program = std::move(b).Build();
  EXPECT_THAT(OpsOf(program), ElementsAre(Op::kPush, Op::kPush, Op::kAdd,
                                          Op::kStore, Op::kReturn));
  EXPECT_EQ(program.stack_size, 2);
  EXPECT_EQ(program.variables, 1);
  EXPECT_EQ(program.arguments, 0);
}

TEST(ProgramTest, AWhileLoopJumpsBackToItsConditionAndOutPastItsBody) {
  ProgramBuilder b;
  const Variable x = b.Argument();
  b.While([&] { b.Load(x); }, [&] { b.Push(0).Store(x); });
  const Program program = std::move(b).Build();
  EXPECT_THAT(OpsOf(program), ElementsAre(Op::kLoad, Op::kJumpIfZero, Op::kPush,
                                          Op::kStore, Op::kJump, Op::kReturn));
  EXPECT_EQ(program.code[1].operand, 5);
  EXPECT_EQ(program.code[4].operand, 0);
}

TEST(ProgramTest, AnIfSkipsItsBody) {
  ProgramBuilder b;
  b.If([&] { b.Push(1); }, [&] { b.Push(2).Pop(); });
  EXPECT_EQ(std::move(b).Build().code[1].operand, 4);
}

TEST(ProgramTest, WhatTakesFromAnEmptyStackIsRefused) {
  EXPECT_DEATH(ProgramBuilder().Push(1).Add(), "takes more from the stack");
  EXPECT_DEATH(ProgramBuilder().Pop(), "instruction 0");
}

TEST(ProgramTest, WhatIsLeftOnTheStackIsRefused) {
  EXPECT_DEATH(
      {
        ProgramBuilder b;
        b.Push(1);
        std::move(b).Build();
      },
      "left on the stack");
}

TEST(ProgramTest, AnArgumentAfterAnotherVariableIsRefused) {
  EXPECT_DEATH(
      {
        ProgramBuilder b;
        b.NewVariable();
        b.Argument();
      },
      "arguments come before");
}

TEST(ProgramTest, ACallOfNothingIsRefused) {
  EXPECT_DEATH(ProgramBuilder().Push(1).Call(nullptr), "no function");
}

}  // namespace
}  // namespace ch37
