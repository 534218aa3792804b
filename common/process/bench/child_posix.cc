// SPDX-License-Identifier: Apache-2.0
//
// The program that benchmarks start. Its first argument says what to do:
//
//   write SIZE         write SIZE bytes to standard output, 64 KiB at a time
//   cat                copy standard input to standard output
//   hold               wait to be killed
//   family             start a child, write one byte, wait to be killed both
//   note GATE MS       sleep MS milliseconds, write the time into the file
//                      GATE (see gate.h) and end at once
//   crowd GATE NUMBER  arrive at GATE, wait until it opens, write NUMBER to
//                      standard output and end with exit code NUMBER % 100

#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "common/process/bench/gate.h"

namespace {

using process_bench::Gate;

constexpr size_t kChunk = 64 * 1024;
char chunk[kChunk];

void WriteAll(const char* data, size_t size) {
  while (size > 0) {
    const ssize_t written = write(STDOUT_FILENO, data, size);
    if (written <= 0) _exit(1);
    data += written;
    size -= written;
  }
}

void Write(uint64_t size) {
  memset(chunk, 'x', kChunk);
  for (; size > kChunk; size -= kChunk) WriteAll(chunk, kChunk);
  WriteAll(chunk, size);
}

void Cat() {
  ssize_t size;
  while ((size = read(STDIN_FILENO, chunk, kChunk)) > 0) WriteAll(chunk, size);
}

[[noreturn]] void Hold() {
  while (true) pause();
}

[[noreturn]] void Family() {
  if (fork() > 0) WriteAll("x", 1);
  Hold();
}

void Sleep(int64_t milliseconds) {
  timespec time = {milliseconds / 1000, milliseconds % 1000 * 1'000'000};
  nanosleep(&time, nullptr);
}

Gate* MapGate(const char* path) {
  const int fd = open(path, O_RDWR);
  void* gate =
      mmap(nullptr, sizeof(Gate), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (gate == MAP_FAILED) _exit(1);
  close(fd);
  return static_cast<Gate*>(gate);
}

[[noreturn]] void Note(Gate* gate, int64_t milliseconds) {
  gate->last_act_ns = 0;  // the page is in memory before the time is taken
  Sleep(milliseconds);
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  gate->last_act_ns = now.tv_sec * 1'000'000'000ll + now.tv_nsec;
  _exit(0);
}

int Crowd(Gate* gate, const char* number) {
  ++gate->arrived;
  while (gate->open == 0) Sleep(10);
  WriteAll(number, strlen(number));
  return std::atoi(number) % 100;
}

}  // namespace

int main(int argc, char** argv) {
  const auto is = [&](const char* name, int arguments) {
    return argc == arguments + 2 && strcmp(argv[1], name) == 0;
  };
  if (is("write", 1)) {
    Write(std::strtoull(argv[2], nullptr, 10));
  } else if (is("cat", 0)) {
    Cat();
  } else if (is("hold", 0)) {
    Hold();
  } else if (is("family", 0)) {
    Family();
  } else if (is("note", 2)) {
    Note(MapGate(argv[2]), std::atoi(argv[3]));
  } else if (is("crowd", 2)) {
    return Crowd(MapGate(argv[2]), argv[3]);
  } else {
    return 2;
  }
  return 0;
}
