// SPDX-License-Identifier: Apache-2.0
//
// The chapter's question, measured: what do threads make faster, under which
// lock? Each workload runs serially and on threads: without a lock, under a
// model of CPython's new interpreter lock and of its old one, and in the real
// CPythons that this machine has.
//
//   bazel run //labs/ch37:bench
//   bazel run //labs/ch37:bench -- --benchmark_filter=select
//   bazel run //labs/ch37:bench -- --report=/tmp/ch37.html
//
// bench_flags.h has the flags of its own.

#include "common/lab/bench.h"

#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/python/cpython.h"
#include "common/lab/temp_directory.h"
#include "common/lab/timeline.h"
#include "labs/ch37/bench_flags.h"
#include "labs/ch37/chosen_pythons.h"
#include "labs/ch37/conclusions.h"
#include "labs/ch37/cpython_workloads.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/order.h"
#include "labs/ch37/probes.h"
#include "labs/ch37/timeline_recorder.h"
#include "labs/ch37/write_files.h"

namespace {

using ch37::CPythonWorkloads;
using ch37::Job;
using ch37::Order;
using ch37::Shape;

using Took = absl::StatusOr<absl::Duration>;
using MakeGil = std::function<std::unique_ptr<ch37::Gil>()>;

constexpr int kCalls = 5;
constexpr int kFiles = 5;
constexpr int kMebibytes = 4;

std::unique_ptr<ch37::Gil> None() { return std::make_unique<ch37::NoGil>(); }
std::unique_ptr<ch37::Gil> New() { return std::make_unique<ch37::NewGil>(); }
std::unique_ptr<ch37::Gil> Old() { return std::make_unique<ch37::OldGil>(); }

// ---- Threads under each lock
// --------------------------------------------------

// One row: as jobs of the model, and in a real CPython.
struct Workload {
  std::string name;
  std::function<std::vector<Job>()> jobs;
  std::function<Took(const CPythonWorkloads&, Order)> in_python;
  int runs = 0;  // of each way: more the more its time varies
};

// The files, and then or meanwhile the factors of a number.
std::vector<Job> WithFactorise(std::vector<Job> files) {
  files.push_back(
      ch37::FactoriseAllJob(absl::MakeConstSpan(ch37::kNumbers, 1)));
  return files;
}

std::vector<Workload> Workloads(const std::filesystem::path& folder,
                                int lines) {
  const auto python_files = [=](Shape shape) {
    return [=](const CPythonWorkloads& python, Order order) {
      return python.WriteFiles(order, folder, kFiles, lines, shape);
    };
  };
  return {
      {ch37::kFactoriseRow, [] { return ch37::FactoriseJobs(ch37::kNumbers); },
       [](const CPythonWorkloads& python, Order order) {
         return python.Factorise(order);
       },
       /*runs=*/12},
      {"5 blocking selects",
       [] { return ch37::SelectJobs(kCalls, absl::Milliseconds(100)); },
       [](const CPythonWorkloads& python, Order order) {
         return python.Select(order, kCalls);
       },
       /*runs=*/3},
      {"5 files by line",
       [=] { return WithFactorise(ch37::LineJobs(folder, kFiles, lines)); },
       python_files(Shape::kLineByLine),
       /*runs=*/8},
      {"5 files in one go",
       [=] { return WithFactorise(ch37::ChunkJobs(folder, kFiles, lines)); },
       python_files(Shape::kInOneGo),
       /*runs=*/8},
      {ch37::kLargeWritesRow,
       [=] { return ch37::LargeWriteJobs(folder, kFiles, kMebibytes); },
       [=](const CPythonWorkloads& python, Order order) {
         return python.WriteLarge(order, folder, kFiles, kMebibytes);
       },
       /*runs=*/7},
  };
}

std::function<Took()> UnderALock(const Workload& workload, MakeGil make,
                                 Order order) {
  return [jobs = workload.jobs, make, order] {
    return ch37::RunJobs(jobs(), order, *make());
  };
}

std::function<Took()> InPython(const Workload& workload,
                               const CPythonWorkloads& python, Order order) {
  return
      [run = workload.in_python, python, order] { return run(python, order); };
}

// A column: on threads, compared with its own serial time.
void AddColumn(std::vector<lab::Way>& ways, const std::string& name,
               std::function<Took()> serial, std::function<Took()> threads) {
  const std::string baseline = absl::StrCat(name, " serial");
  ways.push_back({.name = baseline,
                  .timed_run = std::move(serial),
                  .baseline_only = true});
  ways.push_back(
      {.name = name, .timed_run = std::move(threads), .against = baseline});
}

void CompareLocks(lab::Bench& bench, const Workload& workload,
                  const std::vector<CPythonWorkloads>& pythons) {
  std::vector<lab::Way> ways;
  ways.push_back({.name = "serial",
                  .timed_run = UnderALock(workload, None, Order::kSerial)});
  ways.push_back({.name = "no GIL",
                  .timed_run = UnderALock(workload, None, Order::kThreads)});
  AddColumn(ways, ch37::kNewGilName, UnderALock(workload, New, Order::kSerial),
            UnderALock(workload, New, Order::kThreads));
  AddColumn(ways, ch37::kOldGilName, UnderALock(workload, Old, Order::kSerial),
            UnderALock(workload, Old, Order::kThreads));
  for (const CPythonWorkloads& python : pythons) {
    AddColumn(ways, python.python().Name(),
              InPython(workload, python, Order::kSerial),
              InPython(workload, python, Order::kThreads));
  }
  bench.Compare(workload.name, std::move(ways), workload.runs);
}

// ---- Turns at the lock
// ----------------------------------------------------------

constexpr absl::Duration kTurnsFor = absl::Milliseconds(300);
constexpr int kTurnsRuns = 3;
constexpr absl::Duration kShortInterval = absl::Milliseconds(1);
constexpr int kSleeps = 60;

std::function<Took()> Slice(MakeGil make) {
  return [=]() -> Took {
    absl::StatusOr<ch37::Slices> slices =
        ch37::MeasureSlices(*make(), /*threads=*/2, kTurnsFor);
    if (!slices.ok()) return slices.status();
    return slices->median_slice;
  };
}

Took PerSwitch(const absl::StatusOr<ch37::Slices>& slices) {
  if (!slices.ok()) return slices.status();
  return absl::Seconds(1) / slices->switches_per_second;
}

std::function<Took()> Switch(MakeGil make) {
  return [=] {
    return PerSwitch(ch37::MeasureSlices(*make(), /*threads=*/2, kTurnsFor));
  };
}

std::function<Took()> Overshoot(MakeGil make) {
  return
      [=] { return ch37::MeasureOvershoot(*make(), /*spinners=*/1, kSleeps); };
}

// The model of the new lock beside the real one.
void CompareWithCPython(lab::Bench& bench, const CPythonWorkloads& python) {
  const std::string real = python.python().Name();
  const auto compare = [&](const std::string& name,
                           std::function<Took()> in_python,
                           std::function<Took()> in_model) {
    bench.Compare(
        name,
        {{.name = real, .timed_run = std::move(in_python)},
         {.name = ch37::kModelName, .timed_run = std::move(in_model)}},
        kTurnsRuns);
  };
  bench.Section(absl::StrCat("The model of the new GIL beside ", real,
                             ": 1.00x is the same"));
  compare(
      ch37::kSliceRow,
      [=]() -> Took {
        absl::StatusOr<ch37::Slices> slices =
            python.MeasureSlices(2, kTurnsFor);
        if (!slices.ok()) return slices.status();
        return slices->median_slice;
      },
      Slice(New));
  compare(
      ch37::kSwitchRow,
      [=] { return PerSwitch(python.MeasureSlices(2, kTurnsFor)); },
      Switch(New));
  compare(
      ch37::kOvershootRow,
      [=] { return python.MeasureOvershoot({.sleeps = kSleeps}); },
      Overshoot(New));
  compare(
      ch37::kShortOvershootRow,
      [=] {
        return python.MeasureOvershoot(
            {.sleeps = kSleeps, .switch_interval = kShortInterval});
      },
      Overshoot([] {
        return std::make_unique<ch37::NewGil>(
            ch37::NewGil::Options{.switch_interval = kShortInterval});
      }));
}

void CompareLocksTurns(lab::Bench& bench) {
  bench.Section("How often the locks change hands");
  bench.Compare(ch37::kLocksSwitchRow,
                {{.name = ch37::kNewGilName, .timed_run = Switch(New)},
                 {.name = ch37::kOldGilName, .timed_run = Switch(Old)}},
                kTurnsRuns);
}

// ---- Who had the lock when
// --------------------------------------------------------

absl::StatusOr<lab::Timeline> FactoriseTimeline(const std::string& title,
                                                MakeGil make) {
  const std::unique_ptr<ch37::Gil> gil = make();
  ch37::TimelineRecorder recorder;
  Took took = ch37::RunJobs(ch37::FactoriseJobs(ch37::kNumbers),
                            Order::kThreads, *gil, &recorder);
  if (!took.ok()) return took.status();
  return recorder.Finish(title, gil->exclusive());
}

absl::StatusOr<lab::Timeline> ConvoyTimeline(const std::string& title,
                                             MakeGil make) {
  const std::unique_ptr<ch37::Gil> gil = make();
  ch37::TimelineRecorder recorder;
  Took took =
      ch37::MeasureOvershoot(*gil, /*spinners=*/1, /*sleeps=*/20, &recorder);
  if (!took.ok()) return took.status();
  return recorder.Finish(title, gil->exclusive());
}

absl::StatusOr<std::vector<lab::Timeline>> All(
    std::vector<absl::StatusOr<lab::Timeline>> timelines) {
  std::vector<lab::Timeline> all;
  for (absl::StatusOr<lab::Timeline>& timeline : timelines) {
    if (!timeline.ok()) return timeline.status();
    all.push_back(*std::move(timeline));
  }
  return all;
}

void AddTimelines(lab::Bench& bench) {
  bench.ReportTimelines("Who had the lock when: four numbers factorised", [] {
    return All({FactoriseTimeline("no GIL", None),
                FactoriseTimeline("new GIL", New),
                FactoriseTimeline("old GIL", Old)});
  });
  bench.ReportTimelines(
      "The convoy: a thread that sleeps 1 ms at a time, beside one that "
      "computes",
      [] {
        return All({ConvoyTimeline("no GIL", None),
                    ConvoyTimeline("new GIL", New),
                    ConvoyTimeline("old GIL", Old)});
      });
}

absl::StatusOr<int> RunBench(ch37::BenchFlags flags) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  absl::StatusOr<ch37::ChosenPythons> chosen = ch37::ChoosePythons(flags);
  if (!chosen.ok()) return chosen.status();
  std::vector<CPythonWorkloads> pythons;
  for (const lab::CPython& python : chosen->pythons) {
    pythons.emplace_back(python, ch37::WorkloadsScript(flags.others[0]));
  }

  lab::Bench bench("Chapter 37: what do threads make faster?");
  bench.Section("Threads, each column beside its own serial run");
  for (const Workload& workload : Workloads(folder->path(), flags.lines)) {
    CompareLocks(bench, workload, pythons);
  }
  if (chosen->reference) {
    CompareWithCPython(bench, pythons[*chosen->reference]);
  }
  CompareLocksTurns(bench);
  bench.Conclude([&](const std::vector<lab::Comparison>& comparisons) {
    return ch37::Conclusions(comparisons, *chosen);
  });
  AddTimelines(bench);
  std::vector<char*> arguments = ch37::BenchArguments(flags);
  return bench.Main(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

int main(int argc, char** argv) {
  absl::StatusOr<ch37::BenchFlags> flags = ch37::ParseBenchFlags(argc, argv);
  if (flags.ok() && flags->help) std::cout << ch37::BenchFlagsHelp();
  absl::StatusOr<int> exit_status =
      flags.ok() ? RunBench(*flags) : flags.status();
  if (!exit_status.ok()) {
    std::cerr << exit_status.status().message() << "\n";
    return 1;
  }
  return *exit_status;
}
