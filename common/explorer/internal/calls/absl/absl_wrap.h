// SPDX-License-Identifier: Apache-2.0
//
// Takes over a function of Abseil for the explorer's own definition of it:
//
//   WRAP(void, MutexLock, (absl::Mutex * mutex)) {
//     if (!ActiveHere()) return RealMutexLock(mutex);
//     Lock(mutex, Mode::kExclusive, CALLER);
//   }
//
// The linker's --wrap sends calls of the function to __wrap_..., and those of
// __real_... to the function. What a function is called in object files is
// found at build time by absl_symbols.sh. A method's object is its first
// parameter.
//
// Source: man 1 ld, --wrap.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_ABSL_ABSL_WRAP_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_ABSL_ABSL_WRAP_H_

#include "common/explorer/internal/calls/absl/absl_symbols.h"

#define WRAP_ONLY(result, name, parameters)                      \
  result Wrap##name parameters __asm__("__wrap_" SYMBOL_##name); \
  result Wrap##name parameters

#define WRAP(result, name, parameters)                           \
  result Real##name parameters __asm__("__real_" SYMBOL_##name); \
  WRAP_ONLY(result, name, parameters)

namespace explorer::internal {

// Reaches a private member of a class of Abseil's. Names in the arguments of an
// explicit instantiation are not checked for access ([temp.spec.general]):
//
//   struct CountOf { friend auto MemberOf(CountOf); };
//   template struct Reach<CountOf, &absl::BlockingCounter::count_>;
//   counter->*MemberOf(CountOf())
template <typename Tag, auto kMember>
struct Reach {
  friend auto MemberOf(Tag) { return kMember; }
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_ABSL_ABSL_WRAP_H_
