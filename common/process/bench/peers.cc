// SPDX-License-Identifier: Apache-2.0
//
// Measures common/process against its peers and prints one table, each row with
// what it is to reach. README.md says what the rows mean.
//
//   bazel run //common/process/bench:peers
//   bazel run //common/process/bench:peers -- --only=spawn --rounds=20
//   bazel run //common/process/bench:peers -- --peers=ours,posix_spawn
//
// Every peer has a process of its own. All peers take turns in each row, and
// the rows take turns in each round, so that what else the machine does hits
// all alike.

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/log/check.h"
#include "absl/log/initialize.h"
#include "absl/log/log.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/lab/temp_directory.h"
#include "common/process/bench/comparison.h"
#include "common/process/bench/driver.h"
#include "common/process/bench/gate.h"
#include "common/process/bench/peer.h"
#include "common/process/bench/remote_peer.h"

ABSL_FLAG(int, rounds, 5, "how often the peers take turns in each row");
ABSL_FLAG(std::vector<std::string>, only, {}, "the rows to measure; all");
ABSL_FLAG(std::vector<std::string>, peers, {}, "the peers to measure; all");
ABSL_FLAG(std::string, python, "python3", "the CPython to measure");
ABSL_FLAG(std::string, rustc, "rustc", "the Rust compiler to use");
// Set by the BUILD file.
ABSL_FLAG(std::string, tiny_child, "", "path of :tiny_child");
ABSL_FLAG(std::string, child, "", "path of :child");
ABSL_FLAG(std::string, peer_cpython, "", "path of peer_cpython.py");
ABSL_FLAG(std::string, peer_rust, "", "path of peer_rust.rs");
// Set when this program starts itself.
ABSL_FLAG(std::string, serve, "", "be the driver of this peer (driver.h)");
ABSL_FLAG(std::string, gate, "", "path of the gate file");

namespace process_bench {
namespace {

// ---- The peers
// ---------------------------------------------------------------

struct KnownPeer {
  std::string name;
  Peer (*make)();  // null if another language's
  bool forks;      // copies the parent's page tables; seen by strace
};

const std::vector<KnownPeer>& KnownPeers() {
  static const auto* const peers = new std::vector<KnownPeer>{
      {std::string(kOurs), OursPeer, false},
      {"posix_spawn", PosixSpawnPeer, false},
      {"fork+exec", ForkExecPeer, true},
      {"CPython", nullptr, false},
      {"Rust std", nullptr, false},
      {"GLib", GlibPeer, true},
      {"GLib, fds left open", GlibLeaveOpenPeer, false},
      {"Boost.Process v2", BoostPeer, true},
      {"Poco", PocoPeer, true},
      {"libuv", LibuvPeer, true},
  };
  return *peers;
}

struct RunningPeer {
  KnownPeer known;
  RemotePeer remote;
  bool failed = false;
};

// ---- The rows
// ----------------------------------------------------------------

constexpr int64_t kUsualOpenFiles = 1024;
constexpr int64_t kManyOpenFiles = 1 << 20;
constexpr int64_t kBallast = int64_t{1} << 30;
constexpr int64_t kTransfer = int64_t{128} << 20;
constexpr int kCrowd = 1000;

enum class Unit { kTime, kThroughput, kCount };

struct Row {
  std::string name;
  std::string title;
  std::string request;
  Unit unit = Unit::kTime;
  Statistic statistic = Statistic::kMinimum;
  int64_t ballast = 0;
  int64_t open_files = kUsualOpenFiles;
  int most_rounds = 1000;
  int turns = 1;  // of each peer in a round
};

std::vector<Row> Rows() {
  const std::string transfer = absl::StrCat(kTransfer);
  return {
      {.name = "spawn",
       .title = "start a tiny static child and wait for it",
       .request = "spawn 2000 150"},
      {.name = "spawn_1gib",
       .title = "the same, 1 GiB touched in the parent",
       .request = "spawn 2000 150",
       .ballast = kBallast},
      {.name = "spawn_nofile",
       .title = "the same, up to a million open files allowed",
       .request = "spawn 2000 150",
       .open_files = kManyOpenFiles},
      {.name = "capture",
       .title = "take 128 MiB of output",
       .request = "capture 2 " + transfer,
       .unit = Unit::kThroughput},
      {.name = "round_trip",
       .title = "128 MiB through cat and back",
       .request = "round_trip 1 " + transfer,
       .unit = Unit::kThroughput},
      {.name = "wait_cpu",
       .title = "processor time used by a wait that times out after 2 s",
       .request = "wait_cpu 2000",
       .most_rounds = 2},
      {.name = "wait_latency",
       .title = "from the child's end until the wait returns",
       .request = "note 5 5",
       .statistic = Statistic::kMedian,
       .turns = 6},
      {.name = "wait_latency_timed",
       .title = "the same, waiting with a timeout of 10 s",
       .request = "note_timed 1 60",
       .statistic = Statistic::kMedian,
       .turns = 5},
      {.name = "crowd",
       .title = "1,000 children alive at once: ended with the right code and "
                "output",
       .request = absl::StrCat("crowd ", kCrowd),
       .unit = Unit::kCount,
       .open_files = 16 * kUsualOpenFiles,
       .most_rounds = 1},
  };
}

// ---- What is to be reached
// ---------------------------------------------------

struct Claim {
  std::string text;  // ends in "at most" or "at least"
  enum { kAtMost, kAtLeast } direction;
  double limit;
  std::optional<double> value;
};

std::optional<double> Inverse(std::optional<double> value) {
  if (value.has_value()) value = 1 / *value;
  return value;
}

// The fastest that forks, as a multiple of our time.
std::optional<double> LeadOverForks(const Comparison& comparison,
                                    absl::string_view row) {
  std::optional<double> lead;
  for (const KnownPeer& peer : KnownPeers()) {
    if (!peer.forks) continue;
    const auto ratio = Inverse(comparison.Ratio(row, peer.name, row));
    if (ratio.has_value()) lead = std::min(*ratio, lead.value_or(*ratio));
  }
  return lead;
}

std::vector<Claim> Claims(const Comparison& c, absl::string_view row) {
  if (row == "spawn") {
    return {
        {"of the best peer's time", Claim::kAtMost, 0.85, c.BestRatio(row)}};
  }
  if (row == "spawn_1gib") {
    return {{"times our own with an empty parent", Claim::kAtMost, 1.15,
             c.Ratio(row, kOurs, "spawn")},
            {"times as fast as any peer that forks", Claim::kAtLeast, 100,
             LeadOverForks(c, row)}};
  }
  if (row == "spawn_nofile") {
    return {{"times our own with 1,024 files", Claim::kAtMost, 1.1,
             c.Ratio(row, kOurs, "spawn")}};
  }
  if (row == "capture") {
    return {{"times as fast as the best peer", Claim::kAtLeast, 1.15,
             Inverse(c.BestRatio(row))},
            {"times as fast as CPython", Claim::kAtLeast, 2,
             Inverse(c.Ratio(row, "CPython", row))}};
  }
  if (row == "round_trip") {
    return {{"times as fast as the best peer", Claim::kAtLeast, 1.5,
             Inverse(c.BestRatio(row))}};
  }
  if (row == "wait_cpu") {
    std::optional<double> milliseconds = c.Value(row, kOurs);
    if (milliseconds.has_value()) *milliseconds /= 1e6;
    return {{"milliseconds", Claim::kAtMost, 1, milliseconds}};
  }
  if (row == "crowd") {
    return {{"children", Claim::kAtLeast, kCrowd, c.Value(row, kOurs)}};
  }
  // Nobody can return before the child has ended; equals differ by chance.
  return {{"times the best peer's", Claim::kAtMost, 1.05, c.BestRatio(row)}};
}

// ---- Measuring
// ---------------------------------------------------------------

bool Wanted(const std::vector<std::string>& list, const std::string& name) {
  return list.empty() ||
         std::find(list.begin(), list.end(), name) != list.end();
}

class Measurement {
 public:
  Measurement(std::vector<Row> rows, std::vector<RunningPeer> peers)
      : rows_(std::move(rows)), peers_(std::move(peers)) {
    for (const Row& row : rows_) {
      comparison_.SetStatistic(row.name, row.statistic);
    }
  }

  void Run(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (const Row& row : rows_) {
        if (round >= row.most_rounds) continue;
        fprintf(stderr, "\rround %d of %d: %-20s", round + 1, rounds,
                row.name.c_str());
        for (size_t i = 0; i < row.turns * peers_.size(); ++i) {
          Ask(row, peers_[(i + round) % peers_.size()]);
        }
      }
    }
    fprintf(stderr, "\r%50s\r", "");
  }

  const Comparison& comparison() const { return comparison_; }
  int64_t most_open_files() const { return most_open_files_; }
  const std::vector<RunningPeer>& peers() const { return peers_; }

 private:
  void Ask(const Row& row, RunningPeer& peer) {
    if (peer.failed) return;
    const int64_t limit = peer.remote.LimitOpenFiles(row.open_files);
    if (row.open_files == kManyOpenFiles) most_open_files_ = limit;
    if (row.ballast > 0) {
      (void)peer.remote.Ask(absl::StrCat("ballast ", row.ballast));
    }
    const absl::StatusOr<std::vector<double>> samples =
        peer.remote.Ask(row.request);
    if (samples.ok()) {
      comparison_.Add(row.name, peer.known.name, *samples);
    } else if (!absl::IsUnimplemented(samples.status())) {
      fprintf(stderr, "\n%s failed in %s: %s\n", peer.known.name.c_str(),
              row.name.c_str(), samples.status().ToString().c_str());
      peer.failed = true;
      return;
    }
    if (row.ballast > 0) (void)peer.remote.Ask("ballast 0");
    peer.remote.LimitOpenFiles(kUsualOpenFiles);
  }

  std::vector<Row> rows_;
  std::vector<RunningPeer> peers_;
  Comparison comparison_;
  int64_t most_open_files_ = 0;
};

// ---- The table
// ---------------------------------------------------------------

std::string Show(Unit unit, double value) {
  if (unit == Unit::kCount) return absl::StrFormat("%.0f", value);
  if (unit == Unit::kThroughput) {
    return absl::StrFormat("%.2f GiB/s", kTransfer / value * 1e9 / (1 << 30));
  }
  if (value < 1e6) return absl::StrFormat("%.1f us", value / 1e3);
  return absl::StrFormat("%.1f ms", value / 1e6);
}

bool Holds(const Claim& claim) {
  return claim.direction == Claim::kAtMost ? *claim.value <= claim.limit
                                           : *claim.value >= claim.limit;
}

void PrintClaim(const Claim& claim) {
  const std::string target = absl::StrFormat(
      "%s %g %s", claim.direction == Claim::kAtMost ? "at most" : "at least",
      claim.limit, claim.text);
  if (!claim.value.has_value()) {
    absl::PrintF("  %s: not measured\n", target);
    return;
  }
  absl::PrintF("  %s: %.3g, %s\n", target, *claim.value,
               Holds(claim) ? "reached" : "LOST");
}

void PrintRow(const Row& row, const Measurement& measurement) {
  const Comparison& comparison = measurement.comparison();
  absl::PrintF("\n%s: %s\n", row.name, row.title);
  for (const Figure& figure : comparison.Figures(row.name)) {
    const auto ratio = comparison.Ratio(row.name, figure.peer, row.name);
    const bool show_ratio = ratio.has_value() && row.unit != Unit::kCount;
    absl::PrintF("  %-22s%14s%10s\n", figure.peer, Show(row.unit, figure.value),
                 show_ratio ? absl::StrFormat("%.4g", *ratio) : "");
  }
  for (const RunningPeer& peer : measurement.peers()) {
    if (comparison.Value(row.name, peer.known.name).has_value()) continue;
    absl::PrintF("  %-22s%14s\n", peer.known.name,
                 peer.failed ? "FAILED" : "-");
  }
  for (const Claim& claim : Claims(comparison, row.name)) PrintClaim(claim);
}

void PrintNotes(const Measurement& measurement) {
  absl::PrintF(
      "\nThe last column is our time divided by the peer's: below 1, we are\n"
      "faster. Figures are the minimum of all rounds, those of wait_latency*\n"
      "the median. \"-\": this peer cannot do it. Each peer ran in a process "
      "of\n"
      "its own, in turns, with up to %d open files allowed.\n",
      kUsualOpenFiles);
  if (measurement.most_open_files() == 0) return;
  absl::PrintF("In spawn_nofile %d were allowed%s.\n",
               measurement.most_open_files(),
               measurement.most_open_files() < kManyOpenFiles
                   ? ": the system grants no more"
                   : "");
}

// ---- Starting the peers
// ------------------------------------------------------

// A program of its own for a peer, where its language is there.
absl::StatusOr<std::vector<std::string>> ForeignDriver(
    const std::string& name, const std::string& folder) {
  if (name == "CPython") {
    return std::vector<std::string>{absl::GetFlag(FLAGS_python),
                                    absl::GetFlag(FLAGS_peer_cpython)};
  }
  const std::string program = folder + "/peer_rust";
  const std::string compile = absl::StrFormat(
      "'%s' --edition 2021 -O -o '%s' '%s' >&2", absl::GetFlag(FLAGS_rustc),
      program, absl::GetFlag(FLAGS_peer_rust));
  if (system(compile.c_str()) != 0) {
    return absl::NotFoundError(absl::GetFlag(FLAGS_rustc) +
                               " is missing or failed");
  }
  return std::vector<std::string>{program};
}

absl::StatusOr<RemotePeer> StartPeer(const KnownPeer& peer,
                                     const DriverFiles& files,
                                     const std::string& folder) {
  if (peer.make != nullptr) {
    return RemotePeer::Start({"/proc/self/exe", "--serve=" + peer.name,
                              "--tiny_child=" + files.tiny_child,
                              "--child=" + files.child,
                              "--gate=" + files.gate});
  }
  absl::StatusOr<std::vector<std::string>> args =
      ForeignDriver(peer.name, folder);
  if (!args.ok()) return args.status();
  args->insert(args->end(), {files.tiny_child, files.child, files.gate});
  return RemotePeer::Start(*args);
}

std::vector<RunningPeer> StartPeers(const DriverFiles& files,
                                    const std::string& folder) {
  std::vector<RunningPeer> running;
  for (const KnownPeer& peer : KnownPeers()) {
    if (!Wanted(absl::GetFlag(FLAGS_peers), peer.name)) continue;
    absl::StatusOr<RemotePeer> remote = StartPeer(peer, files, folder);
    if (remote.ok()) {
      running.push_back({peer, *std::move(remote)});
    } else {
      absl::PrintF("%s is left out: %s\n", peer.name,
                   remote.status().message());
    }
  }
  return running;
}

// Bazel starts this program in a folder where the paths it gives lead to the
// files; a shell may not.
std::string FileFromFlag(const std::string& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::canonical(path, error);
  CHECK(!error) << "'" << path << "' is not there: start this program with "
                << "`bazel run //common/process/bench:peers`";
  return file.string();
}

DriverFiles FilesFromFlags() {
  return {.tiny_child = FileFromFlag(absl::GetFlag(FLAGS_tiny_child)),
          .child = FileFromFlag(absl::GetFlag(FLAGS_child)),
          .gate = absl::GetFlag(FLAGS_gate)};
}

int Serve(const std::string& name) {
  for (const KnownPeer& known : KnownPeers()) {
    if (known.name != name) continue;
    ServePeer(known.make(), FilesFromFlags());
    return 0;
  }
  LOG(FATAL) << "no peer is called " << name;
}

int MeasureAndPrint() {
  const absl::StatusOr<lab::TempDirectory> folder =
      lab::TempDirectory::Create();
  CHECK_OK(folder);
  DriverFiles files = FilesFromFlags();
  files.gate = (folder->path() / "gate").string();
  std::ofstream(files.gate) << std::string(sizeof(Gate), '\0');

  std::vector<Row> rows;
  for (const Row& row : Rows()) {
    if (Wanted(absl::GetFlag(FLAGS_only), row.name)) rows.push_back(row);
  }
  Measurement measurement(rows, StartPeers(files, folder->path().string()));
  measurement.Run(absl::GetFlag(FLAGS_rounds));
  for (const Row& row : rows) PrintRow(row, measurement);
  PrintNotes(measurement);
  const std::vector<RunningPeer>& peers = measurement.peers();
  return std::any_of(peers.begin(), peers.end(),
                     [](const RunningPeer& peer) { return peer.failed; });
}

}  // namespace
}  // namespace process_bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("measures common/process against its peers");
  absl::ParseCommandLine(argc, argv);
  absl::InitializeLog();
  const std::string serve = absl::GetFlag(FLAGS_serve);
  return serve.empty() ? process_bench::MeasureAndPrint()
                       : process_bench::Serve(serve);
}
