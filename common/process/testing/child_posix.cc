// SPDX-License-Identifier: Apache-2.0
//
// The second program that tests of common/process start, for what POSIX alone
// has. It does one thing:
//
//   child_posix descriptors       write the numbers of its open descriptors, a
//                                 blank after each
//   child_posix signals           write "blocked MASK ignored MASK", in hex
//   child_posix user              write "UID GID GROUP..."
//   child_posix umask             write it in octal
//   child_posix limit RESOURCE    write "SOFT HARD"
//   child_posix group             write "PID GROUP SESSION"
//   child_posix orphan [session]  start a process (in a session of its own)
//                                 that holds, by way of another one that ends
//                                 then; write its number and a line end; hold
//   child_posix breed [thread]    write a line end, then start processes that
//                                 hold, on and on (from a second thread, while
//                                 the first one holds); at most 100 at a time
//   child_posix trace PID         trace that process, as a debugger does, write
//                                 a line end, and take no note of what happens
//                                 to it until standard input ends

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "common/process/testing/posix_scopes.h"

namespace {

int Number(absl::string_view text) {
  int number;
  CHECK(absl::SimpleAtoi(text, &number)) << "not a number: " << text;
  return number;
}

[[noreturn]] void Hold() {
  while (true) pause();
}

void WriteDescriptors() {
  for (const int fd : testing_util::OpenDescriptors()) std::cout << fd << " ";
}

void WriteSignals() {
  std::ifstream status("/proc/self/status");
  std::string blocked;
  std::string ignored;
  for (std::string word; status >> word;) {
    if (word == "SigBlk:") status >> blocked;
    if (word == "SigIgn:") status >> ignored;
  }
  std::cout << "blocked " << blocked << " ignored " << ignored;
}

void WriteUser() {
  std::vector<gid_t> groups(getgroups(0, nullptr));
  groups.resize(getgroups(static_cast<int>(groups.size()), groups.data()));
  std::cout << getuid() << " " << getgid();
  for (const gid_t group : groups) std::cout << " " << group;
}

void WriteUmask() { std::cout << std::oct << umask(0); }

void WriteLimit(int resource) {
  rlimit limit;
  PCHECK(getrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0);
  std::cout << limit.rlim_cur << " " << limit.rlim_max;
}

void WriteGroup() {
  std::cout << getpid() << " " << getpgrp() << " " << getsid(0);
}

[[noreturn]] void HoldAsOrphan(bool own_session, int tell) {
  if (own_session) setsid();
  const pid_t pid = getpid();
  PCHECK(write(tell, &pid, sizeof(pid)) == sizeof(pid));
  Hold();
}

// Speaks up when the process in between has ended and the orphan is one.
[[noreturn]] void StartOrphan(bool own_session) {
  int pipe_ends[2];
  PCHECK(pipe(pipe_ends) == 0);
  const pid_t parent = fork();
  if (parent == 0) {
    if (fork() == 0) HoldAsOrphan(own_session, pipe_ends[1]);
    _exit(0);
  }
  waitpid(parent, nullptr, 0);
  pid_t orphan;
  PCHECK(read(pipe_ends[0], &orphan, sizeof(orphan)) == sizeof(orphan));
  std::cout << orphan << std::endl;
  Hold();
}

// The oldest one makes room for the next.
[[noreturn]] void Breed() {
  constexpr size_t kMost = 100;
  std::vector<pid_t> born;
  while (true) {
    if (born.size() >= kMost) {
      kill(born.front(), SIGKILL);
      waitpid(born.front(), nullptr, 0);
      born.erase(born.begin());
    }
    const pid_t pid = fork();
    if (pid == 0) Hold();
    if (pid > 0) born.push_back(pid);
  }
}

[[noreturn]] void StartBreeding(bool on_thread) {
  std::cout << std::endl;
  if (!on_thread) Breed();
  std::thread(Breed).detach();
  Hold();
}

void Trace(pid_t pid) {
  PCHECK(ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0);
  std::cout << std::endl;
  std::cin.get();
}

bool Do(absl::string_view what, const std::string& argument) {
  if (what == "descriptors") {
    WriteDescriptors();
  } else if (what == "signals") {
    WriteSignals();
  } else if (what == "user") {
    WriteUser();
  } else if (what == "umask") {
    WriteUmask();
  } else if (what == "limit") {
    WriteLimit(Number(argument));
  } else if (what == "group") {
    WriteGroup();
  } else if (what == "orphan") {
    StartOrphan(argument == "session");
  } else if (what == "breed") {
    StartBreeding(argument == "thread");
  } else if (what == "trace") {
    Trace(Number(argument));
  } else {
    return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const bool known = argc > 1 && Do(argv[1], argc > 2 ? argv[2] : "");
  if (!known) std::cerr << "child_posix: what am I to do?\n";
  return known ? 0 : 2;
}
