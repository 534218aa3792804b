// SPDX-License-Identifier: Apache-2.0
//
// How fast plain code is explored: executions a second on the classic programs,
// with the exact number of executions beside them.
//
//   bazel run //common/explorer/bench:explorer_bench
//   bazel run //common/explorer/bench:explorer_bench -- --only=locked
//
//   --only=TEXT   the programs whose names begin so
//   --once        explore each once, not for half a second: a smoke test
//   --json=FILE   the figures in a file as well
//
// compare_with_peers has other tools run the same programs: see README.md.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/bench/report.h"
#include "common/explorer/explorer.h"

namespace {

void OnThreads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

struct Program {
  std::string name;
  uint64_t executions;  // as the closed form has it
  std::function<void()> body;
  bool races_are_findings = true;
};

Program Unlocked(int threads, int increments, uint64_t executions) {
  return {
      "unlocked " + std::to_string(threads) + "x" + std::to_string(increments),
      executions,
      [=] {
        int count = 0;
        OnThreads(threads, [&](int) {
          for (int i = 0; i < increments; ++i) count += 1;
        });
      },
      false};
}

Program Locked(int threads, int increments, uint64_t executions) {
  return {
      "locked " + std::to_string(threads) + "x" + std::to_string(increments),
      executions, [=] {
        absl::Mutex mutex;
        int count = 0;
        OnThreads(threads, [&](int) {
          for (int i = 0; i < increments; ++i) {
            absl::MutexLock lock(&mutex);
            count += 1;
          }
        });
      }};
}

Program Readers(int readers) {
  return {"readers " + std::to_string(readers), uint64_t{1} << readers, [=] {
            std::atomic<int> x(0);
            OnThreads(readers + 1, [&](int i) {
              if (i == 0) {
                x.store(1);
              } else {
                x.load();
              }
            });
          }};
}

Program LastZero(int size, uint64_t executions) {
  return {"last zero " + std::to_string(size), executions, [=] {
            std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
            OnThreads(size + 1, [&](int i) {
              if (i == 0) {
                int last = size;
                while (array[static_cast<size_t>(last)].load() != 0) --last;
              } else {
                const size_t at = static_cast<size_t>(i);
                array[at].store(array[at - 1].load() + 1);
              }
            });
          }};
}

Program Philosophers(int count) {
  return {"philosophers " + std::to_string(count), (uint64_t{1} << count) - 2,
          [=] {
            std::vector<absl::Mutex> forks(static_cast<size_t>(count));
            OnThreads(count, [&](int i) {
              size_t first = static_cast<size_t>(i);
              size_t second = static_cast<size_t>((i + 1) % count);
              if (first > second) std::swap(first, second);
              absl::MutexLock left(&forks[first]);
              absl::MutexLock right(&forks[second]);
            });
          }};
}

Program Indexer(int threads, uint64_t executions) {
  return {"indexer " + std::to_string(threads), executions, [=] {
            constexpr int kSize = 128;
            constexpr int kMax = 4;
            std::vector<std::atomic<int>> table(kSize);
            OnThreads(threads, [&](int id) {
              for (int m = 1; m <= kMax; ++m) {
                const int value = m * 11 + id;
                int hash = value * 7 % kSize;
                for (;;) {
                  int empty = 0;
                  if (table[static_cast<size_t>(hash)].compare_exchange_strong(
                          empty, value)) {
                    break;
                  }
                  hash = (hash + 1) % kSize;
                }
              }
            });
          }};
}

std::vector<Program> Programs() {
  return {Unlocked(2, 2, 34), Unlocked(3, 2, 7'134), Unlocked(6, 1, 518'400),
          Locked(2, 2, 6),    Locked(5, 1, 120),     Locked(4, 3, 369'600),
          Readers(15),        LastZero(15, 147'456), Philosophers(10),
          Indexer(15, 4'096)};
}

// Short ones often, for a figure that stands.
explorer::Measurement Measure(const Program& program, absl::Duration at_least) {
  const explorer::Options options = {.races_are_findings =
                                         program.races_are_findings};
  int rounds = 0;
  const absl::Time begin = absl::Now();
  do {
    const explorer::Result result = explorer::Explore(program.body, options);
    CHECK(result.proved()) << result;
    CHECK_EQ(result.executions(), program.executions) << program.name;
    ++rounds;
  } while (absl::Now() - begin < at_least);
  return {.program = program.name,
          .executions = program.executions,
          .seconds = absl::ToDoubleSeconds(absl::Now() - begin) / rounds,
          .rounds = rounds};
}

// ---- The command line
// --------------------------------------------------------

struct Flags {
  std::string only;
  std::string json;
  absl::Duration at_least = absl::Milliseconds(500);
};

// Whether all of it was understood.
bool Parse(int argc, char** argv, Flags& flags) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--only=")) {
      flags.only = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--json=")) {
      flags.json = std::string(argument);
    } else if (argument == "--once") {
      flags.at_least = absl::ZeroDuration();
    } else {
      std::fprintf(stderr,
                   "%s is not known; there are --only=TEXT, --once and "
                   "--json=FILE\n",
                   argv[i]);
      return false;
    }
  }
  return true;
}

int Main(const Flags& flags) {
  std::vector<explorer::Measurement> measurements;
  for (const Program& program : Programs()) {
    if (!absl::StartsWith(program.name, flags.only)) continue;
    if (measurements.empty()) explorer::PrintHeader();
    measurements.push_back(Measure(program, flags.at_least));
    explorer::PrintRow(measurements.back());
  }
  if (measurements.empty()) {
    std::fprintf(stderr, "--only=%s: no program's name begins so; there are\n",
                 flags.only.c_str());
    for (const Program& program : Programs()) {
      std::fprintf(stderr, "  %s\n", program.name.c_str());
    }
    return 2;
  }
  if (flags.json.empty()) return 0;
  const absl::Status written = explorer::WriteJson(flags.json, measurements);
  if (!written.ok()) std::fprintf(stderr, "%s\n", written.ToString().c_str());
  return written.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Flags flags;
  if (!Parse(argc, argv, flags)) return 2;
  return Main(flags);
}
