// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/interpreter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/program.h"

namespace ch37 {
namespace {

absl::Status CheckArguments(const Program& program,
                            absl::Span<const int64_t> arguments) {
  const size_t wanted = program.arguments;
  if (arguments.size() == wanted) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the program takes ", wanted,
                                                 " arguments, and was given ",
                                                 arguments.size()));
}

}  // namespace

absl::Status Interpret(const Program& program,
                       absl::Span<const int64_t> arguments, Gil& gil,
                       GilThread& self) {
  if (absl::Status status = CheckArguments(program, arguments); !status.ok()) {
    return status;
  }
  std::vector<int64_t> variables(program.variables);
  std::copy(arguments.begin(), arguments.end(), variables.begin());
  std::vector<int64_t> stack(program.stack_size + 1);
  int64_t* top = stack.data();  // the first free place

  for (size_t next = 0;;) {
    gil.CheckPoint(self);
    const Instruction& instruction = program.code[next++];
    switch (instruction.op) {
      case Op::kPush:
        *top++ = instruction.operand;
        break;
      case Op::kPop:
        --top;
        break;
      case Op::kLoad:
        *top++ = variables[instruction.operand];
        break;
      case Op::kStore:
        variables[instruction.operand] = *--top;
        break;
      case Op::kAdd:
        --top;
        top[-1] += *top;
        break;
      case Op::kModulo:
        --top;
        if (*top == 0) {
          return absl::InvalidArgumentError(
              absl::StrCat("instruction ", next - 1, " divides by 0"));
        }
        top[-1] %= *top;
        break;
      case Op::kEqual:
        --top;
        top[-1] = top[-1] == *top;
        break;
      case Op::kLessOrEqual:
        --top;
        top[-1] = top[-1] <= *top;
        break;
      case Op::kJump:
        next = instruction.operand;
        break;
      case Op::kJumpIfZero:
        if (*--top == 0) next = instruction.operand;
        break;
      case Op::kCall: {
        absl::StatusOr<int64_t> result =
            program.natives[instruction.operand]({gil, self, top[-1]});
        if (!result.ok()) return result.status();
        top[-1] = *result;
        break;
      }
      case Op::kReturn:
        return absl::OkStatus();
    }
  }
}

}  // namespace ch37
