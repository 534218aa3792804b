// SPDX-License-Identifier: Apache-2.0
//
// Part of instrumented.h: std::atomic::wait() and what is built on it, where
// the C++ library waits with a mutex and a condition variable. GCC 12's own
// looks at the atomic before it locks the mutex, and who notifies locks none: a
// wakeup that comes between is lost. Here both hold it. Its waiters and
// notifiers in other code are understood, and understand these.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_PE_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_PE_H_

#pragma GCC system_header

#include <bits/atomic_wait.h>

#if _GLIBCXX_RELEASE <= 12
namespace std {
namespace __detail {

template <typename _Waits>
void __explorer_wait_while(const void* __addr, _Waits __waits) noexcept {
  __waiter_pool_base& __pool = __waiter_pool_base::_S_for(__addr);
  lock_guard<mutex> __lock(__pool._M_mtx);
  __pool._M_enter_wait();
  while (__waits()) __pool._M_cv.wait(__pool._M_mtx);
  __pool._M_leave_wait();
}

// All, as those that wait for other atomics may be among them.
inline void __explorer_notify(const void* __addr) noexcept {
  __waiter_pool_base& __pool = __waiter_pool_base::_S_for(__addr);
  lock_guard<mutex> __lock(__pool._M_mtx);
  __atomic_fetch_add(&__pool._M_ver, 1, __ATOMIC_SEQ_CST);
  __pool._M_cv.notify_all();
}

}  // namespace __detail

// The library's are the same without the constraint, so that these are chosen.
// For latches and barriers: see instrumented_waits.h.

template <typename _Tp, typename _Value>
requires true void __atomic_wait_address_v(const _Tp* __addr, _Tp __old,
                                           _Value __value) noexcept {
  __detail::__explorer_wait_while(
      __addr, [&] { return __detail::__atomic_compare(__old, __value()); });
}

template <typename _Pred>
requires true void __atomic_wait_address_bare(
    const __detail::__platform_wait_t* __addr, _Pred __pred) noexcept {
  __detail::__explorer_wait_while(__addr, [&] { return !__pred(); });
}

template <typename _Tp>
requires true void __atomic_notify_address(const _Tp* __addr, bool) noexcept {
  __detail::__explorer_notify(__addr);
}

inline void __explorer_notify_address_bare(
    const __detail::__platform_wait_t* __addr, bool) noexcept {
  __detail::__explorer_notify(__addr);
}

}  // namespace std
// It is no template.
#define __atomic_notify_address_bare __explorer_notify_address_bare
#endif

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_WAITS_PE_H_
