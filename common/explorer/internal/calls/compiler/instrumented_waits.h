// SPDX-License-Identifier: Apache-2.0
//
// Part of instrumented.h: std::latch and std::barrier. The C++ library builds
// them of many atomic operations, each of which could come before or after each
// of another thread's: three threads that meet once at a barrier had 52,488
// orders. What their users can notice is less: in which order the threads
// arrive (six orders). So here an arrival is one step, and a wait is another
// one, which does not begin before it ends.
//
// Nothing else of them changes, nor does what lies in memory: other code, in
// which they are the library's, can use the same ones.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_H_

#pragma GCC system_header

#include <bits/atomic_base.h>
#include <bits/atomic_wait.h>

#if _GLIBCXX_RELEASE <= 12

// See instrumented_waits.cc.
extern "C" {
bool explorer_wait_until(const void* atomic, decltype(sizeof 0) size,
                         bool (*holds)(const void*),
                         const void* argument) noexcept;
bool explorer_others_are_at(const void* memory, decltype(sizeof 0)) noexcept;
unsigned char explorer_arrive(const unsigned char* phase) noexcept;
unsigned char explorer_load_unseen(const unsigned char* atomic) noexcept;
bool explorer_compare_exchange_unseen(unsigned char* atomic,
                                      unsigned char* expected,
                                      unsigned char desired) noexcept;
}

namespace std {

// How latches and barriers wait (and nothing else does). The library's is the
// same without the constraint, so that this one is chosen.
template <typename _Tp, typename _Pred>
requires true void __atomic_wait_address(const _Tp* __addr,
                                         _Pred __pred) noexcept {
  const auto __holds = [](const void* __argument) {
    return (*static_cast<const _Pred*>(__argument))();
  };
  if (explorer_wait_until(__addr, sizeof(_Tp), __holds, &__pred)) return;
#ifdef _GLIBCXX_HAVE_PLATFORM_WAIT
  __detail::__enters_wait __waiter(__addr);
  __waiter._M_do_wait(__pred);
#else
  __detail::__explorer_wait_while(__addr, [&] { return !__pred(); });
#endif
}

// What <barrier> makes its atomics of: the tickets that those draw who arrive,
// and the phase. It has no others of this type.
enum class __barrier_phase_t : unsigned char;

struct __explorer_phase {
  static constexpr size_t required_alignment = 1;

  explicit __explorer_phase(const __barrier_phase_t& __atomic)
      : _M_atomic(reinterpret_cast<const unsigned char*>(&__atomic)) {}

  // Who arrives begins with a relaxed one; who waits looks by others.
  __barrier_phase_t load(memory_order __order) const noexcept {
    return static_cast<__barrier_phase_t>(
        __order == memory_order_relaxed ? explorer_arrive(_M_atomic)
                                        : explorer_load_unseen(_M_atomic));
  }

  const unsigned char* const _M_atomic;
};

template <>
struct __atomic_ref<const __barrier_phase_t> : __explorer_phase {
  using __explorer_phase::__explorer_phase;
};

template <>
struct __atomic_ref<__barrier_phase_t> : __explorer_phase {
  explicit __atomic_ref(__barrier_phase_t& __atomic)
      : __explorer_phase(__atomic) {}

  unsigned char* _M_mutable() const {
    return const_cast<unsigned char*>(_M_atomic);
  }

  // Draws a ticket: a part of the arrival.
  bool compare_exchange_strong(__barrier_phase_t& __expected,
                               __barrier_phase_t __desired,
                               memory_order) const noexcept {
    return explorer_compare_exchange_unseen(
        _M_mutable(), reinterpret_cast<unsigned char*>(&__expected),
        static_cast<unsigned char>(__desired));
  }

  // The next phase begins.
  void store(__barrier_phase_t __phase, memory_order) const noexcept {
    __atomic_store_n(_M_mutable(), static_cast<unsigned char>(__phase),
                     __ATOMIC_SEQ_CST);
  }

  // Those that wait for real, and those of other code.
  void notify_all() const noexcept {
    auto& __pool = __detail::__waiter_pool_base::_S_for(_M_atomic);
    if (!explorer_others_are_at(&__pool, sizeof(__pool))) return;
    std::__atomic_notify_address(_M_mutable(), true);
  }
};

}  // namespace std
#endif

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_H_
