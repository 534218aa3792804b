// SPDX-License-Identifier: Apache-2.0
//
// Bytecode: what a thread runs while it holds the interpreter lock.
//
// A Program is made by ProgramBuilder, call by call, with no compiler in
// between. It works on a stack of whole numbers, as CPython's works on a stack
// of objects. Python's
//
//   for i in range(1, n + 1):
//       if n % i == 0: found(i)
//
// is here:
//
//   ch37::ProgramBuilder b;
//   ch37::Variable n = b.Argument();
//   ch37::Variable i = b.NewVariable();
//   b.Push(1).Store(i);
//   b.While([&] { b.Load(i).Load(n).LessOrEqual(); }, [&] {
//     b.If([&] { b.Load(n).Load(i).Modulo().Push(0).Equal(); },
//          [&] { b.Load(i).Call(found).Pop(); });
//     b.Load(i).Push(1).Add().Store(i);
//   });
//   ch37::Program program = std::move(b).Build();
//
// Thread safety: a built Program is never changed; any number of threads may
// run it at once, as far as its native functions allow that.
//
// Errors: to build what can't run (an empty stack) is a mistake in the program
// that builds, and ends it with a message.
//
// Source: dis, the list of CPython's instructions, in Python's documentation.

#ifndef LABS_CH37_PROGRAM_H_
#define LABS_CH37_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "labs/ch37/gil.h"

namespace ch37 {

// What a native function may use: the lock that it is called with, and the
// number that was on top of the stack.
struct NativeCall {
  Gil& gil;
  GilThread& self;
  int64_t argument;
};

// A function written in C++. It is called by a thread that holds the lock, and
// returns with it held; around what blocks it gives the lock up
// (BlockingRegion). What it returns comes onto the stack; an error ends the
// program.
using Native = std::function<absl::StatusOr<int64_t>(const NativeCall&)>;

enum class Op : uint8_t {
  kPush,         // the operand onto the stack
  kPop,          // takes the top of the stack away
  kLoad,         // variable number `operand` onto the stack
  kStore,        // the top of the stack into variable number `operand`
  kAdd,          // the two topmost become their sum,
  kModulo,       //   the remainder of dividing the lower by the upper one,
  kEqual,        //   1 if they are equal, otherwise 0,
  kLessOrEqual,  //   1 if the lower is not greater than the upper one
  kJump,         // goes on at instruction number `operand`
  kJumpIfZero,   // takes the top of the stack, and jumps if that is 0
  kCall,         // native function number `operand`: the top becomes its result
  kReturn,       // ends the program
};

struct Instruction {
  Op op;
  int64_t operand = 0;
};

struct Program {
  std::vector<Instruction> code;
  std::vector<Native> natives;
  int arguments = 0;  // they are the first variables
  int variables = 0;
  int stack_size = 0;  // the most numbers that are ever on the stack
};

// Names a variable of the program that is being built.
struct Variable {
  int number;
};

class ProgramBuilder {
 public:
  // A variable that starts as the next argument of the program; before any
  // NewVariable().
  Variable Argument();
  // A variable that starts as 0.
  Variable NewVariable();

  // Each adds one instruction; see Op.
  ProgramBuilder& Push(int64_t number);
  ProgramBuilder& Pop();
  ProgramBuilder& Load(Variable variable);
  ProgramBuilder& Store(Variable variable);
  ProgramBuilder& Add();
  ProgramBuilder& Modulo();
  ProgramBuilder& Equal();
  ProgramBuilder& LessOrEqual();
  ProgramBuilder& Call(Native native);

  // Runs what `body` adds as long as what `condition` leaves on the stack is
  // not 0.
  ProgramBuilder& While(absl::FunctionRef<void()> condition,
                        absl::FunctionRef<void()> body);
  // The same once.
  ProgramBuilder& If(absl::FunctionRef<void()> condition,
                     absl::FunctionRef<void()> body);

  Program Build() &&;

 private:
  ProgramBuilder& Emit(Op op, int64_t operand, int pops, int pushes);
  // Adds a jump whose target Land() sets later: to the instruction that is
  // added next then.
  size_t JumpIfZero();
  void Land(size_t jump);

  Program program_;
  int depth_ = 0;  // of the stack, at the instruction that is added next
};

}  // namespace ch37

#endif  // LABS_CH37_PROGRAM_H_
