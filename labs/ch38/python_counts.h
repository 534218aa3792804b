// SPDX-License-Identifier: Apache-2.0
//
// The lecture's five sensors in a real CPython: python/lost_update.py.
//
//   absl::StatusOr<ch38::PythonCount> count =
//       ch38::CountInPython(python, script, ch38::PythonWay::kPlain);
//
// Thread safety: any thread.

#ifndef LABS_CH38_PYTHON_COUNTS_H_
#define LABS_CH38_PYTHON_COUNTS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/lab/python/cpython.h"

namespace ch38 {

enum class PythonWay {
  kPlain,     // self.count += offset
  kSpelled,   // getattr, add, setattr
  kProperty,  // the first one, where count is a property
  kLocked,    // the first one with a threading.Lock
};

struct PythonCount {
  int64_t expected = 0;
  int64_t count = 0;
};

// Runs the script once. The codes of lab::RunForJson(), with the interpreter in
// the message.
absl::StatusOr<PythonCount> CountInPython(const lab::CPython& python,
                                          const std::string& script,
                                          PythonWay way);

// Whether this CPython may take the lock away from a thread in the middle of
// `self.count += offset`: up to 3.9 after any instruction. Since 3.10 only
// where a loop jumps back or a function is called. One without a GIL has no
// lock to take away, and loses updates as C++ does.
bool LosesPlainUpdates(const lab::CPython& python);

}  // namespace ch38

#endif  // LABS_CH38_PYTHON_COUNTS_H_
