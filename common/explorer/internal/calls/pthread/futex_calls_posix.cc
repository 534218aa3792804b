// SPDX-License-Identifier: Apache-2.0
//
// syscall(SYS_futex, ...), which the C++ library's std::atomic::wait, latches,
// barriers, semaphores and futures end in, as hooks. Those that end, start or
// interrupt threads and processes can't be explored; others are the real ones.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <ctime>

#include "absl/base/attributes.h"
#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/futex.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::FutexResult;
using explorer::internal::Pc;

long Fails(int error) {
  errno = error;
  return -1;
}

long WaitUntil(volatile uint32_t* word, uint32_t value, timespec left, Pc pc) {
  switch (explorer::internal::FutexWaitWithin(word, value, pc)) {
    case FutexResult::kWoken:
      return 0;
    case FutexResult::kOtherValue:
      return Fails(EAGAIN);
    case FutexResult::kTimeOut:
      break;
  }
  explorer::internal::LetTimePass(left);
  return Fails(ETIMEDOUT);
}

long Wake(volatile uint32_t* word, uint32_t count, Pc pc) {
  if (count == 1) {
    explorer::internal::FutexWakeOne(word, pc);
  } else {
    explorer::internal::FutexWakeAll(word, pc);
  }
  return 0;
}

// `number`: the value to wait for, or how many to wake. A wait's time is how
// long, and with FUTEX_WAIT_BITSET until when.
long Futex(volatile uint32_t* word, int operation, uint32_t number,
           const timespec* time, Pc pc) {
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      if (time == nullptr) {
        const bool waited = explorer::internal::FutexWait(word, number, pc);
        return waited ? 0 : Fails(EAGAIN);
      }
      return WaitUntil(word, number,
                       (operation & FUTEX_CMD_MASK) == FUTEX_WAIT
                           ? *time
                           : explorer::internal::TimeLeft(*time),
                       pc);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return Wake(word, number, pc);
    default:
      explorer::internal::Unsupported(
          "syscall(SYS_futex) other than FUTEX_WAIT and FUTEX_WAKE", pc);
  }
}

// nullptr: it can be explored.
const char* NameOfUnsupported(long number) {
  switch (number) {
#define UNSUPPORTED(name) \
  case name:              \
    return "syscall(" #name ")"
#ifdef SYS_fork
    UNSUPPORTED(SYS_fork);
    UNSUPPORTED(SYS_vfork);
#endif
#ifdef SYS_futex_waitv
    UNSUPPORTED(SYS_futex_waitv);
#endif
    UNSUPPORTED(SYS_clone);
    UNSUPPORTED(SYS_clone3);
    UNSUPPORTED(SYS_execve);
    UNSUPPORTED(SYS_execveat);
    UNSUPPORTED(SYS_exit);
    UNSUPPORTED(SYS_exit_group);
    UNSUPPORTED(SYS_kill);
    UNSUPPORTED(SYS_tkill);
    UNSUPPORTED(SYS_tgkill);
#undef UNSUPPORTED
    default:
      return nullptr;
  }
}

}  // namespace

// Takes as many arguments as a system call can have; those that were not passed
// are not used. To ASan they are not there, though.
extern "C" ABSL_ATTRIBUTE_NO_SANITIZE_ADDRESS long syscall(long number,
                                                           ...) noexcept {
  REAL(syscall);
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  if (ActiveHere() && number == SYS_futex) {
    return Futex(reinterpret_cast<volatile uint32_t*>(a[0]),
                 static_cast<int>(a[1]), static_cast<uint32_t>(a[2]),
                 reinterpret_cast<const timespec*>(a[3]), CALLER);
  }
  const char* const name = NameOfUnsupported(number);
  if (name != nullptr && ActiveHere()) {
    explorer::internal::Unsupported(name, CALLER);
  }
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
