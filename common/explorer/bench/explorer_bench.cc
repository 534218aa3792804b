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

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/bench/report.h"
#include "common/explorer/explorer.h"
#include "common/explorer/testing/classic_programs.h"

namespace {

struct Program {
  std::string name;
  uint64_t executions;  // as the closed form has it
  std::function<void()> body;
  bool races_are_findings = true;
};

std::string Name(absl::string_view kind, int threads, int increments) {
  return absl::StrCat(kind, " ", threads, "x", increments);
}

Program Unlocked(int threads, int increments, uint64_t executions) {
  return {Name("unlocked", threads, increments), executions,
          explorer::UnlockedCounter(threads, increments), false};
}

Program Locked(int threads, int increments, uint64_t executions) {
  return {Name("locked", threads, increments), executions,
          explorer::LockedCounter(threads, increments)};
}

std::vector<Program> Programs() {
  return {Unlocked(2, 2, 34),
          Unlocked(3, 2, 7'134),
          Unlocked(6, 1, 518'400),
          Locked(2, 2, 6),
          Locked(5, 1, 120),
          Locked(4, 3, 369'600),
          {"readers 15", uint64_t{1} << 15, explorer::Readers(15)},
          {"last zero 15", 147'456, explorer::LastZero(15)},
          {"philosophers 10", (uint64_t{1} << 10) - 2,
           explorer::Philosophers(10, /*ordered=*/true)},
          {"indexer 15", 4'096, explorer::Indexer(15)}};
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
