// SPDX-License-Identifier: Apache-2.0
//
// PE (Windows): MinGW links libraries into the program, with no way to go
// before them. The linker is told to send all calls of a function to
// __wrap_function, and those of __real_function to the function (BUILD:
// --wrap). So it does with calls within libraries, too: what a real function
// calls is real.
//
// REAL() stands in no unnamed namespace, whose names are not the linker's.
//
// Source: man 1 ld, --wrap.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_PE_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_PE_H_

#include "common/explorer/internal/hooks/active_here.h"

namespace explorer::internal {

template <typename Function>
class Real {
 public:
  explicit constexpr Real(Function& function) : function_(function) {}

  template <typename... Arguments>
  auto operator()(Arguments... arguments) const {
    if (!ActiveHere()) return function_(arguments...);
    const NotActive not_the_programs;
    return function_(arguments...);
  }

 private:
  Function& function_;
};

}  // namespace explorer::internal

// Where calls of the function go.
#define INTERPOSED(function) __wrap_##function

// `real` is the library's function.
#define REAL(function)                                                    \
  extern decltype(function) real_##function __asm__("__real_" #function); \
  constexpr explorer::internal::Real real(real_##function)

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_PE_H_
