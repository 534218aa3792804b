// SPDX-License-Identifier: Apache-2.0
//
// The first process of a jail: runs a program, and once that has ended says
// what it used and whether it left processes behind.
//
//   init --report DESCRIPTOR PROGRAM [ARGUMENT]...
//
// Ends as the program did: with its exit code, or 128 and its signal. To the
// descriptor, which the program doesn't get, it writes one line,
// "LEFT CPU_MICROSECONDS PEAK_KIB", where LEFT is 1 if a process of the program
// lived on. All that live on end with this one.
//
// As process 1 it can't be killed from within the jail.
//
// Source: pid_namespaces(7), getrusage(2).

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kFailed = 125;
// Who is about to end when the program does is not left behind.
constexpr int kGraceMilliseconds = 200;

long Microseconds(const timeval& time) {
  return time.tv_sec * 1'000'000 + time.tv_usec;
}

// Waits for the program, and for whoever falls to process 1 meanwhile.
int AwaitProgram(pid_t program) {
  for (;;) {
    int status = 0;
    const pid_t ended = wait(&status);
    if (ended == program) return status;
    if (ended < 0) exit(kFailed);
  }
}

bool SomebodyIsLeft() {
  for (int waited = 0;; ++waited) {
    pid_t ended = 0;
    while ((ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (ended < 0) return false;  // no child at all
    if (waited == kGraceMilliseconds) return true;
    usleep(1000);
  }
}

void Report(int descriptor, bool left) {
  rusage usage = {};
  getrusage(RUSAGE_CHILDREN, &usage);
  dprintf(descriptor, "%d %ld %ld\n", left ? 1 : 0,
          Microseconds(usage.ru_utime) + Microseconds(usage.ru_stime),
          usage.ru_maxrss);
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 4) return kFailed;
  const int descriptor = atoi(argv[2]);
  if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return kFailed;
  const pid_t program = fork();
  if (program < 0) return kFailed;
  if (program == 0) {
    execv(argv[3], argv + 3);
    _exit(127);
  }
  const int status = AwaitProgram(program);
  Report(descriptor, SomebodyIsLeft());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
