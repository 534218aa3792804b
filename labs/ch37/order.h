// SPDX-License-Identifier: Apache-2.0
//
// The two ways to run a workload, in the model (jobs.h) and in the real CPython
// (cpython_workloads.h).

#ifndef LABS_CH37_ORDER_H_
#define LABS_CH37_ORDER_H_

namespace ch37 {

enum class Order {
  kSerial,   // one piece after another
  kThreads,  // all pieces side by side
};

}  // namespace ch37

#endif  // LABS_CH37_ORDER_H_
