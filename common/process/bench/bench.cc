// SPDX-License-Identifier: Apache-2.0
//
// What each operation of common/process costs. Google Benchmark's flags work:
//
//   bazel run //common/process/bench
//   bazel run //common/process/bench -- --benchmark_filter=Capture
//
// A call that fails ends the program.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/log/initialize.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/pipeline.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"

namespace process_bench {
namespace {

using ::process::Stdio;
using ::process::Subprocess;

constexpr int64_t kKiB = 1024;
constexpr int64_t kMiB = 1024 * kKiB;
constexpr int64_t kGiB = 1024 * kMiB;

// The programs :tiny_child and :child; the BUILD file says where they are.
struct Programs {
  std::string tiny_child;
  std::string child;
};

Programs& ThePrograms() {
  static auto* const programs = new Programs;
  return *programs;
}

const std::string& TinyChild() { return ThePrograms().tiny_child; }
const std::string& ChildPath() { return ThePrograms().child; }

void CountBytes(benchmark::State& state, int64_t each) {
  state.SetBytesProcessed(state.iterations() * each);
}

// ---- Starting
// ----------------------------------------------------------------

void SpawnOnce(const std::vector<std::string>& args) {
  absl::StatusOr<Subprocess> child = Subprocess::Start(args);
  CHECK_OK(child);
  const absl::StatusOr<process::ExitStatus> status = child->Wait();
  CHECK_OK(status);
  CHECK(status->ok());
}

// From several threads, too: does one hold up the other?
void BM_Spawn(benchmark::State& state) {
  const std::vector<std::string> args = {TinyChild()};
  for (auto _ : state) SpawnOnce(args);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Spawn)->Threads(1)->Threads(8)->UseRealTime();

// The parent holds this much memory.
void BM_SpawnWithMemory(benchmark::State& state) {
  const std::vector<std::string> args = {TinyChild()};
  std::vector<char> memory(state.range(0), 'x');
  benchmark::DoNotOptimize(memory.data());
  for (auto _ : state) SpawnOnce(args);
}
BENCHMARK(BM_SpawnWithMemory)->Arg(kMiB)->Arg(kGiB)->UseRealTime();

// ---- Output and input
// --------------------------------------------------------

void BM_Capture(benchmark::State& state) {
  const int64_t size = state.range(0);
  const std::vector<std::string> args = {ChildPath(), "write",
                                         absl::StrCat(size)};
  for (auto _ : state) {
    const absl::StatusOr<process::CompletedProcess> done = process::Run(args);
    CHECK_OK(done);
    CHECK_EQ(done->out.size(), static_cast<uint64_t>(size));
  }
  CountBytes(state, size);
}
BENCHMARK(BM_Capture)
    ->Arg(0)
    ->Arg(4 * kKiB)
    ->Arg(kMiB)
    ->Arg(128 * kMiB)
    ->UseRealTime();

void BM_RoundTrip(benchmark::State& state) {
  const std::string input(state.range(0), 'x');
  for (auto _ : state) {
    const absl::StatusOr<process::CompletedProcess> done =
        process::Run({ChildPath(), "cat"}, {.io = {.input = input}});
    CHECK_OK(done);
    CHECK_EQ(done->out.size(), input.size());
  }
  CountBytes(state, state.range(0));
}
BENCHMARK(BM_RoundTrip)->Arg(kMiB)->Arg(128 * kMiB)->UseRealTime();

void BM_PipelineOfThree(benchmark::State& state) {
  const int64_t size = state.range(0);
  const process::Stage cat = {.args = {ChildPath(), "cat"}};
  const std::vector<process::Stage> stages = {
      {.args = {ChildPath(), "write", absl::StrCat(size)}}, cat, cat};
  for (auto _ : state) {
    const absl::StatusOr<std::vector<process::CompletedProcess>> done =
        process::RunPipeline(stages);
    CHECK_OK(done);
    CHECK_EQ(done->back().out.size(), static_cast<uint64_t>(size));
  }
  CountBytes(state, size);
}
BENCHMARK(BM_PipelineOfThree)->Arg(kMiB)->Arg(128 * kMiB)->UseRealTime();

// ---- Ending
// ------------------------------------------------------------------

// From the call until a child and its own child are gone, which is when the
// output that both hold ends.
void BM_KillTree(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    absl::StatusOr<Subprocess> child = Subprocess::Start(
        {ChildPath(), "family"}, {.in = Stdio::Pipe(),
                                  .out = Stdio::Pipe(),
                                  .group = process::Group::kNewGroup});
    CHECK_OK(child);
    CHECK_EQ(*child->out().Read(1), "x");
    state.ResumeTiming();
    CHECK_OK(child->KillTree());
    CHECK_EQ(*child->out().Read(1), "");
    CHECK_OK(child->Wait());
  }
}
BENCHMARK(BM_KillTree)->UseRealTime();

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  absl::InitializeLog();
  if (argc != 3 || !std::filesystem::exists(argv[1]) ||
      !std::filesystem::exists(argv[2])) {
    fprintf(stderr,
            "start this program with `bazel run //common/process/bench`; after "
            "-- it takes Google Benchmark's flags alone\n");
    return 2;
  }
  ThePrograms() = {.tiny_child = argv[1], .child = argv[2]};
  // A filter that matches nothing has measured nothing.
  return benchmark::RunSpecifiedBenchmarks() > 0 ? 0 : 1;
}

}  // namespace
}  // namespace process_bench

int main(int argc, char** argv) { return process_bench::Main(argc, argv); }
