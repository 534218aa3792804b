// SPDX-License-Identifier: Apache-2.0

#include "common/process/bench/driver.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/process/bench/gate.h"
#include "common/process/bench/peer.h"

namespace process_bench {
namespace {

// The answer to a request, or nothing if the peer cannot do it.
using Answer = std::optional<std::vector<int64_t>>;

int64_t Nanoseconds(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1'000'000'000ll + now.tv_nsec;
}

int64_t MonotonicNow() { return Nanoseconds(CLOCK_MONOTONIC); }

Gate* MapGate(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  void* gate =
      mmap(nullptr, sizeof(Gate), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  PCHECK(gate != MAP_FAILED) << path;
  close(fd);
  return static_cast<Gate*>(gate);
}

class Driver {
 public:
  Driver(const Peer& peer, const DriverFiles& files)
      : peer_(peer), files_(files), gate_(MapGate(files.gate)) {}

  Answer Do(const std::string& what, int64_t first, int64_t second) {
    if (what == "spawn") return Spawn(first, second);
    if (what == "note") return Note(first, second);
    if (what == "note_timed") return NoteTimed(first, second);
    if (what == "capture") return Capture(first, second);
    if (what == "round_trip") return RoundTrip(first, second);
    if (what == "wait_cpu") return WaitCpu(absl::Milliseconds(first));
    if (what == "crowd") return Crowd(first);
    if (what == "ballast") return SetBallast(first);
    LOG(FATAL) << "unknown request " << what;
  }

 private:
  Answer Spawn(int64_t count, int64_t milliseconds) {
    if (!peer_.spawn_and_wait) return std::nullopt;
    const Args args = {files_.tiny_child};
    const int64_t deadline = MonotonicNow() + milliseconds * 1'000'000;
    std::vector<int64_t> times;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t start = MonotonicNow();
      const int code = peer_.spawn_and_wait(args);
      const int64_t end = MonotonicNow();
      CHECK_EQ(code, 0);
      times.push_back(end - start);
      if (end > deadline && i >= 2) break;
    }
    return times;
  }

  Args NoteArgs(int64_t milliseconds) const {
    return {files_.child, "note", files_.gate, absl::StrCat(milliseconds)};
  }

  Answer Note(int64_t count, int64_t milliseconds) {
    if (!peer_.start) return std::nullopt;
    std::vector<int64_t> times;
    for (int64_t i = 0; i < count; ++i) {
      std::unique_ptr<Child> child = peer_.start(NoteArgs(milliseconds));
      const int code = child->Wait();
      times.push_back(MonotonicNow() - gate_->last_act_ns);
      CHECK_EQ(code, 0);
    }
    return times;
  }

  Answer NoteTimed(int64_t count, int64_t milliseconds) {
    if (!peer_.can_time_out) return std::nullopt;
    std::vector<int64_t> times;
    for (int64_t i = 0; i < count; ++i) {
      std::unique_ptr<Child> child = peer_.start(NoteArgs(milliseconds));
      const std::optional<int> code = child->WaitFor(absl::Seconds(10));
      times.push_back(MonotonicNow() - gate_->last_act_ns);
      CHECK(code == 0) << "the child did not end well in time";
    }
    return times;
  }

  Answer Capture(int64_t count, int64_t size) {
    if (!peer_.capture) return std::nullopt;
    const Args args = {files_.child, "write", absl::StrCat(size)};
    std::vector<int64_t> times;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t start = MonotonicNow();
      const Bytes out = peer_.capture(args);
      times.push_back(MonotonicNow() - start);
      CHECK_EQ(out.view.size(), static_cast<uint64_t>(size));
    }
    return times;
  }

  Answer RoundTrip(int64_t count, int64_t size) {
    if (!peer_.round_trip) return std::nullopt;
    const std::string input(size, 'x');
    std::vector<int64_t> times;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t start = MonotonicNow();
      const Bytes out = peer_.round_trip({files_.child, "cat"}, input);
      times.push_back(MonotonicNow() - start);
      CHECK(out.view == input);
    }
    return times;
  }

  Answer WaitCpu(absl::Duration timeout) {
    if (!peer_.can_time_out) return std::nullopt;
    std::unique_ptr<Child> child = peer_.start({files_.child, "hold"});
    const int64_t start = Nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    const std::optional<int> code = child->WaitFor(timeout);
    const int64_t end = Nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    CHECK(!code.has_value()) << "the child ended";
    child->Kill();
    return {{end - start}};
  }

  Answer Crowd(int64_t count) {
    if (!peer_.start) return std::nullopt;
    gate_->open = 0;
    gate_->arrived = 0;
    std::vector<std::unique_ptr<Child>> children;
    for (int64_t i = 0; i < count; ++i) {
      children.push_back(
          peer_.start({files_.child, "crowd", files_.gate, absl::StrCat(i)}));
    }
    while (gate_->arrived < count) usleep(1000);
    gate_->open = 1;
    int64_t right = 0;
    for (int64_t i = 0; i < count; ++i) {
      const Ended ended = children[i]->Collect();
      if (ended.exit_code == i % 100 && ended.out == absl::StrCat(i)) ++right;
    }
    return {{right}};
  }

  // In pages of 4 KiB where the system lets a program choose: those are what
  // fork() has to copy the table of.
  Answer SetBallast(int64_t size) {
    if (ballast_ != nullptr) munmap(ballast_, ballast_size_);
    ballast_ = nullptr;
    ballast_size_ = size;
    if (size == 0) return Answer({});
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    PCHECK(memory != MAP_FAILED) << "mmap " << size;
    madvise(memory, size, MADV_NOHUGEPAGE);
    ballast_ = static_cast<char*>(memory);
    for (int64_t i = 0; i < size; i += 4096) ballast_[i] = 1;
    return Answer({});
  }

  const Peer& peer_;
  const DriverFiles& files_;
  Gate* const gate_;
  char* ballast_ = nullptr;
  int64_t ballast_size_ = 0;
};

int64_t NumberAt(const std::vector<std::string>& words, size_t i) {
  int64_t number = 0;
  if (i < words.size()) CHECK(absl::SimpleAtoi(words[i], &number)) << words[i];
  return number;
}

}  // namespace

void ServePeer(const Peer& peer, const DriverFiles& files) {
  Driver driver(peer, files);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    const Answer answer =
        driver.Do(words[0], NumberAt(words, 1), NumberAt(words, 2));
    const std::string text =
        answer.has_value() ? absl::StrCat("ok ", absl::StrJoin(*answer, " "))
                           : "none";
    std::cout << text << std::endl;
  }
}

}  // namespace process_bench
