// SPDX-License-Identifier: Apache-2.0
//
// Input and output, which may wait. What would go on at once is the real call;
// what would have to wait is an error, as the explorer does not see who would
// end the wait. A time-out is over at once, as all time is virtual.

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::NotActive;
using explorer::internal::Pc;
using explorer::internal::SleepFor;
using explorer::internal::Unsupported;

// Whether a call that is for such events would have to wait.
bool Waits(int file, short events) {
  const NotActive own_code;
  const int error = errno;
  pollfd state = {.fd = file, .events = events, .revents = 0};
  const bool waits =
      poll(&state, 1, 0) == 0 && (fcntl(file, F_GETFL) & O_NONBLOCK) == 0;
  errno = error;
  return waits;
}

timespec Milliseconds(int count) {
  return {.tv_sec = count / 1'000, .tv_nsec = count % 1'000 * 1'000'000L};
}

}  // namespace

extern "C" {

// A call that waits for one file.
#define WAITS_FOR(events, result, name, parameters, ...)       \
  result name parameters {                                     \
    REAL(name);                                                \
    if (ActiveHere() && Waits(file, events)) {                 \
      Unsupported(#name "() that would have to wait", CALLER); \
    }                                                          \
    return real(__VA_ARGS__);                                  \
  }

WAITS_FOR(POLLIN, ssize_t, read, (int file, void* to, size_t size), file, to,
          size)
WAITS_FOR(POLLIN, ssize_t, readv, (int file, const iovec* to, int count), file,
          to, count)
WAITS_FOR(POLLIN, ssize_t, recv, (int file, void* to, size_t size, int flags),
          file, to, size, flags)
WAITS_FOR(POLLIN, ssize_t, recvfrom,
          (int file, void* to, size_t size, int flags, sockaddr* from,
           socklen_t* length),
          file, to, size, flags, from, length)
WAITS_FOR(POLLIN, ssize_t, recvmsg, (int file, msghdr* to, int flags), file, to,
          flags)
WAITS_FOR(POLLIN, int, accept, (int file, sockaddr* address, socklen_t* length),
          file, address, length)
WAITS_FOR(POLLIN, int, accept4,
          (int file, sockaddr* address, socklen_t* length, int flags), file,
          address, length, flags)
WAITS_FOR(POLLIN, int, eventfd_read, (int file, eventfd_t* value), file, value)
WAITS_FOR(POLLOUT, ssize_t, write, (int file, const void* from, size_t size),
          file, from, size)
WAITS_FOR(POLLOUT, ssize_t, writev, (int file, const iovec* from, int count),
          file, from, count)
WAITS_FOR(POLLOUT, ssize_t, send,
          (int file, const void* from, size_t size, int flags), file, from,
          size, flags)
WAITS_FOR(POLLOUT, ssize_t, sendto,
          (int file, const void* from, size_t size, int flags,
           const sockaddr* to, socklen_t length),
          file, from, size, flags, to, length)
WAITS_FOR(POLLOUT, ssize_t, sendmsg, (int file, const msghdr* from, int flags),
          file, from, flags)

int poll(pollfd* files, nfds_t count, int milliseconds) {
  REAL(poll);
  if (!ActiveHere()) return real(files, count, milliseconds);
  const int ready = real(files, count, 0);
  if (ready != 0 || milliseconds == 0) return ready;
  if (milliseconds < 0) Unsupported("poll() that would have to wait", CALLER);
  SleepFor(Milliseconds(milliseconds), CALLER);
  return real(files, count, 0);
}

int ppoll(pollfd* files, nfds_t count, const timespec* time,
          const sigset_t* mask) {
  REAL(ppoll);
  if (!ActiveHere()) return real(files, count, time, mask);
  const timespec none = {};
  const int ready = real(files, count, &none, mask);
  if (ready != 0) return ready;
  if (time == nullptr) Unsupported("ppoll() that would have to wait", CALLER);
  SleepFor(*time, CALLER);
  return real(files, count, &none, mask);
}

int epoll_wait(int file, epoll_event* events, int count, int milliseconds) {
  REAL(epoll_wait);
  if (!ActiveHere()) return real(file, events, count, milliseconds);
  const int ready = real(file, events, count, 0);
  if (ready != 0 || milliseconds == 0) return ready;
  if (milliseconds < 0) {
    Unsupported("epoll_wait() that would have to wait", CALLER);
  }
  SleepFor(Milliseconds(milliseconds), CALLER);
  return real(file, events, count, 0);
}

int epoll_pwait(int file, epoll_event* events, int count, int milliseconds,
                const sigset_t* mask) {
  REAL(epoll_pwait);
  if (!ActiveHere()) return real(file, events, count, milliseconds, mask);
  const int ready = real(file, events, count, 0, mask);
  if (ready != 0 || milliseconds == 0) return ready;
  if (milliseconds < 0) {
    Unsupported("epoll_pwait() that would have to wait", CALLER);
  }
  SleepFor(Milliseconds(milliseconds), CALLER);
  return real(file, events, count, 0, mask);
}

int select(int count, fd_set* reads, fd_set* writes, fd_set* errors,
           timeval* time) {
  REAL(select);
  if (!ActiveHere()) return real(count, reads, writes, errors, time);
  // It leaves the sets of those that are ready, which may be none.
  const auto copy = [](const fd_set* set) { return set ? *set : fd_set(); };
  fd_set wanted[] = {copy(reads), copy(writes), copy(errors)};
  timeval none = {};
  const int ready = real(count, reads, writes, errors, &none);
  if (ready != 0) return ready;
  if (time == nullptr) Unsupported("select() that would have to wait", CALLER);
  SleepFor({.tv_sec = time->tv_sec, .tv_nsec = time->tv_usec * 1'000}, CALLER);
  if (reads != nullptr) *reads = wanted[0];
  if (writes != nullptr) *writes = wanted[1];
  if (errors != nullptr) *errors = wanted[2];
  none = {};
  return real(count, reads, writes, errors, &none);
}

// Nothing can end these waits but what is outside of the program.
#define UNSUPPORTED_WAIT(result, name, parameters, ...) \
  result name parameters {                              \
    REAL(name);                                         \
    if (ActiveHere()) Unsupported(#name, CALLER);       \
    return real(__VA_ARGS__);                           \
  }

UNSUPPORTED_WAIT(int, pselect,
                 (int count, fd_set* reads, fd_set* writes, fd_set* errors,
                  const timespec* time, const sigset_t* mask),
                 count, reads, writes, errors, time, mask)
UNSUPPORTED_WAIT(pid_t, wait, (int* status), status)
UNSUPPORTED_WAIT(pid_t, waitpid, (pid_t id, int* status, int options), id,
                 status, options)
UNSUPPORTED_WAIT(int, waitid,
                 (idtype_t type, id_t id, siginfo_t* info, int options), type,
                 id, info, options)
UNSUPPORTED_WAIT(int, sigwait, (const sigset_t* set, int* signal), set, signal)
UNSUPPORTED_WAIT(int, sigwaitinfo, (const sigset_t* set, siginfo_t* info), set,
                 info)
UNSUPPORTED_WAIT(int, sigtimedwait,
                 (const sigset_t* set, siginfo_t* info, const timespec* time),
                 set, info, time)
UNSUPPORTED_WAIT(int, sigsuspend, (const sigset_t* set), set)
UNSUPPORTED_WAIT(int, pause, ())
UNSUPPORTED_WAIT(int, flock, (int file, int operation) noexcept, file,
                 operation)
UNSUPPORTED_WAIT(int, lockf, (int file, int command, off_t length), file,
                 command, length)
UNSUPPORTED_WAIT(int, semop,
                 (int id, sembuf* operations, size_t count) noexcept, id,
                 operations, count)

}  // extern "C"
