// SPDX-License-Identifier: Apache-2.0
//
// The chapter's question, measured: what do threads make faster? Each workload
// runs once after the other (serial) and on threads.
//
//   bazel run //labs/ch37:bench
//   bazel run //labs/ch37:bench -- --benchmark_filter=select

#include "common/lab/bench.h"

#include <filesystem>
#include <iostream>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "common/lab/temp_directory.h"
#include "labs/ch37/blocking_select.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/write_files.h"

namespace {

using ch37::Shape;

constexpr int kCalls = 5;
constexpr absl::Duration kTimeout = absl::Milliseconds(100);
constexpr int kFiles = 5;
constexpr int kLines = 1'000'000;

absl::Status FactoriseSerially() {
  benchmark::DoNotOptimize(ch37::FactoriseAll(ch37::kNumbers));
  return absl::OkStatus();
}

absl::Status FactoriseOnThreads() {
  benchmark::DoNotOptimize(ch37::FactoriseAllOnThreads(ch37::kNumbers));
  return absl::OkStatus();
}

absl::Status SelectSerially() {
  return ch37::BlockingSelects(kCalls, kTimeout);
}

absl::Status SelectOnThreads() {
  return ch37::BlockingSelectsOnThreads(kCalls, kTimeout);
}

absl::Status WriteSerially(const std::filesystem::path& folder, Shape shape) {
  absl::Status status = ch37::WriteFiles(folder, kFiles, kLines, shape);
  status.Update(FactoriseSerially());
  return status;
}

absl::Status WriteOnThreads(const std::filesystem::path& folder, Shape shape) {
  return ch37::WriteFilesOnThreads(folder, kFiles, kLines, shape, [] {
    benchmark::DoNotOptimize(ch37::FactoriseAll(ch37::kNumbers));
  });
}

lab::Way SerialWrites(const std::filesystem::path& folder, Shape shape) {
  return {"serial", [=] { return WriteSerially(folder, shape); }};
}

lab::Way ThreadedWrites(const std::filesystem::path& folder, Shape shape) {
  return {"threads", [=] { return WriteOnThreads(folder, shape); }};
}

}  // namespace

int main(int argc, char** argv) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) {
    std::cerr << folder.status() << "\n";
    return 1;
  }
  const std::filesystem::path& path = folder->path();

  lab::Bench bench("Chapter 37: what do threads make faster?");
  bench.Compare("factorise 4 numbers", {{"serial", FactoriseSerially},
                                        {"threads", FactoriseOnThreads}});
  bench.Compare("5 blocking selects",
                {{"serial", SelectSerially}, {"threads", SelectOnThreads}});
  bench.Compare("5 files by line", {SerialWrites(path, Shape::kLineByLine),
                                    ThreadedWrites(path, Shape::kLineByLine)});
  bench.Compare("5 files in one go", {SerialWrites(path, Shape::kInOneGo),
                                      ThreadedWrites(path, Shape::kInOneGo)});
  return bench.Main(argc, argv);
}
