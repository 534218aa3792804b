// SPDX-License-Identifier: Apache-2.0
//
// How threads that compute take turns at the interpreter lock: measured in the
// model by probes.h and in the real CPython by cpython_workloads.h.
//
// Thread safety: a value.

#ifndef LABS_CH37_SLICES_H_
#define LABS_CH37_SLICES_H_

#include "absl/time/time.h"

namespace ch37 {

struct Slices {
  absl::Duration median_slice = absl::ZeroDuration();  // of keeping the lock
  double switches_per_second = 0;  // how often another thread gets it
};

}  // namespace ch37

#endif  // LABS_CH37_SLICES_H_
