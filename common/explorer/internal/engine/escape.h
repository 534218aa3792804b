// SPDX-License-Identifier: Apache-2.0
//
// Leaves a function from anywhere within it, without destructors: the thread of
// a program that is forgotten where it stands must not run any more of it.
//
//   Escape escape;
//   escape.Run(Body, &argument);  // Body: ... escape.Leave(); ...
//
// Thread safety: used by one thread. Errors: none.
//
// Source: man 3 setjmp.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_ESCAPE_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_ESCAPE_H_

#include <setjmp.h>

namespace explorer::internal {

class Escape {
 public:
  // Calls body(argument); returns when that returns or calls Leave().
  void Run(void (*body)(void*), void* argument);

  // Called within Run(), on its stack.
  [[noreturn]] void Leave();

 private:
  jmp_buf run_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_ESCAPE_H_
