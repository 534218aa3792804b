// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/program.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/log/check.h"

namespace ch37 {

Variable ProgramBuilder::Argument() {
  CHECK_EQ(program_.arguments, program_.variables)
      << "arguments come before other variables";
  ++program_.arguments;
  return NewVariable();
}

Variable ProgramBuilder::NewVariable() { return {program_.variables++}; }

ProgramBuilder& ProgramBuilder::Push(int64_t number) {
  return Emit(Op::kPush, number, 0, 1);
}

ProgramBuilder& ProgramBuilder::Pop() { return Emit(Op::kPop, 0, 1, 0); }

ProgramBuilder& ProgramBuilder::Load(Variable variable) {
  return Emit(Op::kLoad, variable.number, 0, 1);
}

ProgramBuilder& ProgramBuilder::Store(Variable variable) {
  return Emit(Op::kStore, variable.number, 1, 0);
}

ProgramBuilder& ProgramBuilder::Add() { return Emit(Op::kAdd, 0, 2, 1); }

ProgramBuilder& ProgramBuilder::Modulo() { return Emit(Op::kModulo, 0, 2, 1); }

ProgramBuilder& ProgramBuilder::Equal() { return Emit(Op::kEqual, 0, 2, 1); }

ProgramBuilder& ProgramBuilder::LessOrEqual() {
  return Emit(Op::kLessOrEqual, 0, 2, 1);
}

ProgramBuilder& ProgramBuilder::Call(Native native) {
  CHECK(native) << "there is no function to call";
  program_.natives.push_back(std::move(native));
  return Emit(Op::kCall, program_.natives.size() - 1, 1, 1);
}

ProgramBuilder& ProgramBuilder::While(absl::FunctionRef<void()> condition,
                                      absl::FunctionRef<void()> body) {
  const int64_t start = program_.code.size();
  condition();
  const size_t exit = JumpIfZero();
  body();
  Emit(Op::kJump, start, 0, 0);
  Land(exit);
  return *this;
}

ProgramBuilder& ProgramBuilder::If(absl::FunctionRef<void()> condition,
                                   absl::FunctionRef<void()> body) {
  condition();
  const size_t skip = JumpIfZero();
  body();
  Land(skip);
  return *this;
}

Program ProgramBuilder::Build() && {
  Emit(Op::kReturn, 0, 0, 0);
  CHECK_EQ(depth_, 0) << "numbers are left on the stack";
  return std::move(program_);
}

ProgramBuilder& ProgramBuilder::Emit(Op op, int64_t operand, int pops,
                                     int pushes) {
  CHECK_GE(depth_, pops) << "instruction " << program_.code.size()
                         << " takes more from the stack than there is";
  depth_ += pushes - pops;
  program_.stack_size = std::max(program_.stack_size, depth_);
  program_.code.push_back({op, operand});
  return *this;
}

size_t ProgramBuilder::JumpIfZero() {
  Emit(Op::kJumpIfZero, 0, 1, 0);
  return program_.code.size() - 1;
}

void ProgramBuilder::Land(size_t jump) {
  program_.code[jump].operand = program_.code.size();
}

}  // namespace ch37
