// SPDX-License-Identifier: Apache-2.0

#include <setjmp.h>

#include "common/explorer/internal/engine/escape.h"

namespace explorer::internal {

void Escape::Run(void (*body)(void*), void* argument) {
  // No frame: longjmp() then restores registers, instead of unwinding, which
  // would run destructors.
  if (_setjmp(run_, nullptr) == 0) body(argument);
}

void Escape::Leave() { longjmp(run_, 1); }

}  // namespace explorer::internal
