// SPDX-License-Identifier: Apache-2.0
//
// ELF: what the program defines goes before what its shared libraries define.
// The real function is the next one of its name.
//
// Works before main() and before static initialisation: it is constant until
// its first use. It is the sanitizer's function where one is linked.
//
// Thread safety: yes. Errors: a function that the C library lacks ends the
// program when it is used.
//
// Source: man 3 dlsym, RTLD_NEXT.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_ELF_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_ELF_H_

#include <atomic>

namespace explorer::internal {

// Looks it up; never nullptr.
void* FindReal(const char* name);

template <typename Function>
class Real {
 public:
  explicit constexpr Real(const char* name) : name_(name) {}

  template <typename... Arguments>
  auto operator()(Arguments... arguments) {
    return Get()(arguments...);
  }

  Function* Get() {
    Function* found = function_.load(std::memory_order_relaxed);
    if (found == nullptr) {
      found = reinterpret_cast<Function*>(FindReal(name_));
      function_.store(found, std::memory_order_relaxed);
    }
    return found;
  }

 private:
  const char* name_;
  std::atomic<Function*> function_ = nullptr;
};

}  // namespace explorer::internal

// A function of the program's own, of the same name.
#define INTERPOSED(function) function

// `real` is the C library's function of the name of the one this stands in.
#define REAL(function) \
  static constinit explorer::internal::Real<decltype(function)> real(#function)

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_ELF_H_
