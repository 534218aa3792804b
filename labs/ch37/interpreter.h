// SPDX-License-Identifier: Apache-2.0
//
// The eval loop: runs a program's instructions one by one, and asks the lock
// before each one whether to give it up.
//
//   ch37::GilThread self;
//   gil.Acquire(self);
//   absl::Status status = ch37::Interpret(program, {2139079}, gil, self);
//   gil.Release(self);
//
// CPython up to 3.9 asks before nearly each instruction, as this does. From
// 3.10 it asks where a loop jumps back and where a function is called, which is
// often enough for the switch interval, and cheaper.
//
// Thread safety: any number of threads at once, each with a GilThread of its
// own.
//
// Source: _PyEval_EvalFrameDefault in Python/ceval.c.

#ifndef LABS_CH37_INTERPRETER_H_
#define LABS_CH37_INTERPRETER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/program.h"

namespace ch37 {

// Runs `program` to its end. `self` holds `gil`, and does so again afterwards.
//
// InvalidArgument: not as many arguments as the program has; a division by 0.
// Else what a native function returned.
absl::Status Interpret(const Program& program,
                       absl::Span<const int64_t> arguments, Gil& gil,
                       GilThread& self);

}  // namespace ch37

#endif  // LABS_CH37_INTERPRETER_H_
