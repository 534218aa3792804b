// SPDX-License-Identifier: Apache-2.0
//
// What the processor would not do for the program, such as a read of a null
// pointer, is told before anyone else handles it.
//
//   WatchFaults(OnFault);  // from now on
//
// Thread safety: yes; faults may come from any thread. Errors: a fault that
// OnFault() returns from goes on to who handles it otherwise. The overflow of a
// stack is not told.
//
// Source: AddVectoredExceptionHandler and EXCEPTION_RECORD in the Windows
// documentation.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_FAULTS_WINDOWS_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_FAULTS_WINDOWS_H_

#include "common/explorer/internal/engine/engine.h"

namespace explorer::internal {

// `on_fault` is called by the thread that has the fault, on its stack, and need
// not return. It takes the place of the one before.
void WatchFaults(void (*on_fault)(const Fault& fault));

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_FAULTS_WINDOWS_H_
