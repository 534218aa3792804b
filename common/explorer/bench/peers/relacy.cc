// SPDX-License-Identifier: Apache-2.0
//
// The classic programs for relacy's full search. A program made of this file
// answers compare_with_peers:
//
//   PROGRAM NAME SECONDS     explores NAME, for at most about SECONDS
//   {"executions": 252, "seconds": 0.001, "complete": true}
//
// relacy wants its own types and the number of threads when it is compiled.

#include "relacy/relacy.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>

namespace {

using Clock = std::chrono::steady_clock;

uint64_t executions = 0;
double limit_seconds = 0;
Clock::time_point begin;

double Seconds() {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void PrintResult(bool complete) {
  std::printf("{\"executions\": %llu, \"seconds\": %.9f, \"complete\": %s}\n",
              static_cast<unsigned long long>(executions), Seconds(),
              complete ? "true" : "false");
  std::fflush(stdout);
}

// At the start of each. relacy has no limit of time, so the program ends here.
void CountExecution() {
  if (executions % 256 == 0 && Seconds() > limit_seconds) {
    PrintResult(/*complete=*/false);
    std::_Exit(0);
  }
  ++executions;
}

// Atomic, since relacy stops at the data race of a plain count += 1.
template <unsigned kThreads, int kIncrements>
struct Unlocked : rl::test_suite<Unlocked<kThreads, kIncrements>, kThreads> {
  rl::atomic<int> count;

  void before() {
    CountExecution();
    count($).store(0);
  }

  void thread(unsigned) {
    for (int i = 0; i < kIncrements; ++i) {
      const int old = count($).load();
      count($).store(old + 1);
    }
  }
};

template <unsigned kThreads, int kIncrements>
struct Locked : rl::test_suite<Locked<kThreads, kIncrements>, kThreads> {
  rl::mutex mutex;
  rl::var<int> count;

  void before() {
    CountExecution();
    count($) = 0;
  }

  void thread(unsigned) {
    for (int i = 0; i < kIncrements; ++i) {
      mutex.lock($);
      count($) += 1;
      mutex.unlock($);
    }
  }
};

template <unsigned kReaders>
struct Readers : rl::test_suite<Readers<kReaders>, kReaders + 1> {
  rl::atomic<int> x;

  void before() {
    CountExecution();
    x($).store(0);
  }

  void thread(unsigned i) {
    if (i == 0) {
      x($).store(1);
    } else {
      x($).load();
    }
  }
};

template <unsigned kSize>
struct LastZero : rl::test_suite<LastZero<kSize>, kSize + 1> {
  rl::atomic<int> array[kSize + 1];

  void before() {
    CountExecution();
    for (rl::atomic<int>& element : array) element($).store(0);
  }

  void thread(unsigned i) {
    if (i == 0) {
      unsigned last = kSize;
      while (array[last]($).load() != 0) --last;
    } else {
      array[i]($).store(array[i - 1]($).load() + 1);
    }
  }
};

template <unsigned kCount>
struct Philosophers : rl::test_suite<Philosophers<kCount>, kCount> {
  rl::mutex forks[kCount];

  void before() { CountExecution(); }

  void thread(unsigned i) {
    const unsigned next = (i + 1) % kCount;
    rl::mutex& first = forks[i < next ? i : next];
    rl::mutex& second = forks[i < next ? next : i];
    first.lock($);
    second.lock($);
    second.unlock($);
    first.unlock($);
  }
};

template <unsigned kThreads>
struct Indexer : rl::test_suite<Indexer<kThreads>, kThreads> {
  static constexpr int kSize = 128;
  static constexpr int kMax = 4;
  rl::atomic<int> table[kSize];

  void before() {
    CountExecution();
    for (rl::atomic<int>& entry : table) entry($).store(0);
  }

  void thread(unsigned id) {
    for (int m = 1; m <= kMax; ++m) {
      const int value = m * 11 + static_cast<int>(id);
      int hash = value * 7 % kSize;
      for (;;) {
        int empty = 0;
        if (table[hash]($).compare_exchange_strong(empty, value,
                                                   rl::memory_order_seq_cst)) {
          break;
        }
        hash = (hash + 1) % kSize;
      }
    }
  }
};

template <typename Program>
bool Simulate() {
  std::ofstream nowhere;  // not open
  rl::test_params params;
  params.search_type = rl::fair_full_search_scheduler_type;
  params.iteration_count = std::numeric_limits<rl::iteration_t>::max();
  params.output_stream = &nowhere;
  params.progress_stream = &nowhere;
  const bool passed = rl::simulate<Program>(params);
  if (!passed) {
    std::fprintf(stderr, "relacy reports: %s\n",
                 rl::test_result_str(params.test_result));
  }
  return passed;
}

struct Named {
  const char* name;
  bool (*simulate)();
};

constexpr Named kPrograms[] = {
    {"unlocked 2x2", Simulate<Unlocked<2, 2>>},
    {"unlocked 3x2", Simulate<Unlocked<3, 2>>},
    {"unlocked 6x1", Simulate<Unlocked<6, 1>>},
    {"locked 2x2", Simulate<Locked<2, 2>>},
    {"locked 5x1", Simulate<Locked<5, 1>>},
    {"locked 4x3", Simulate<Locked<4, 3>>},
    {"readers 15", Simulate<Readers<15>>},
    {"last zero 15", Simulate<LastZero<15>>},
    {"philosophers 10", Simulate<Philosophers<10>>},
    {"indexer 15", Simulate<Indexer<15>>},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s PROGRAM SECONDS\n", argv[0]);
    return 2;
  }
  limit_seconds = std::atof(argv[2]);
  for (const Named& program : kPrograms) {
    if (std::strcmp(program.name, argv[1]) != 0) continue;
    begin = Clock::now();
    if (!program.simulate()) return 1;
    PrintResult(/*complete=*/true);
    return 0;
  }
  std::printf("{\"cannot\": \"not written for relacy\"}\n");
  return 0;
}
