// SPDX-License-Identifier: Apache-2.0
//
// Release builds of Abseil have no Mutex::Dtor(), as there is nothing to do.
// Code compiled with -fsanitize=thread calls it still, also where no explorer
// is linked that takes the call over.

#include "absl/base/attributes.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/internal/calls/absl/absl_symbols.h"

#ifdef NDEBUG

namespace explorer::internal {

void AbslMutexDtor(absl::Mutex*) __asm__(SYMBOL_MutexDtor);
ABSL_ATTRIBUTE_WEAK void AbslMutexDtor(absl::Mutex*) {}

}  // namespace explorer::internal

#endif  // NDEBUG
