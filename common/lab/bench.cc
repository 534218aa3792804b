// SPDX-License-Identifier: Apache-2.0

#include "common/lab/bench.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "benchmark/benchmark.h"
#include "common/lab/environment.h"
#include "common/lab/progress.h"
#include "common/lab/speed_up_table.h"
#include "common/lab/text.h"

namespace lab {
namespace {

// Whether stdout is ours for the table: no --benchmark_format, or "console".
bool WantsTable(int argc, char** argv) {
  bool table = true;
  for (int i = 1; i < argc; ++i) {
    absl::string_view flag = argv[i];
    if (absl::ConsumePrefix(&flag, "--benchmark_format=")) {
      table = flag == "console";
    }
  }
  return table;
}

// The caller's flags after our defaults, so that the caller's win.
std::vector<char*> WithDefaults(int argc, char** argv) {
  static char repetitions[] = "--benchmark_repetitions=5";
  static char interleave[] = "--benchmark_enable_random_interleaving=true";
  // After the caller's: the table is made of the single runs.
  static char every_run[] = "--benchmark_report_aggregates_only=false";
  std::vector<char*> arguments = {argv[0], repetitions, interleave};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(every_run);
  return arguments;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

// Collects what ran; prints nothing but the heading. Where the user asked for
// JSON or CSV, hands everything on to Google Benchmark's own reporter.
class Collector : public benchmark::BenchmarkReporter {
 public:
  Collector(std::string title,
            std::unique_ptr<benchmark::BenchmarkReporter> own_format)
      : title_(std::move(title)), own_format_(std::move(own_format)) {}

  bool ReportContext(const Context& context) override {
    if (own_format_) return own_format_->ReportContext(context);
    PrintHeading();
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    if (own_format_) own_format_->ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Iteration) Collect(run);
    }
  }

  void Finalize() override {
    if (own_format_) own_format_->Finalize();
  }

  const std::vector<std::string>& failures() const { return failures_; }
  bool ran() const { return ran_; }

  // The median of each way, in the order of `names` ("workload/way").
  std::vector<Measurement> Medians(
      const std::vector<std::string>& names) const {
    std::vector<Measurement> medians;
    for (const std::string& name : names) {
      auto found = seconds_.find(name);
      if (found == seconds_.end()) continue;
      std::vector<std::string> parts = absl::StrSplit(name, '/');
      medians.push_back({parts[0], parts[1], Median(found->second)});
    }
    return medians;
  }

 private:
  void PrintHeading() const {
    std::cout << title_ << "\n";
    for (const auto& [name, value] : Environment()) {
      std::cout << "  " << name << ": " << value << "\n";
    }
    if (!BuildWarning().empty()) {
      std::cout << "  WARNING: " << BuildWarning() << "\n";
    }
    std::cout << std::endl;
  }

  void Collect(const Run& run) {
    ran_ = true;
    const std::string& name = run.run_name.function_name;
    if (run.skipped == benchmark::internal::NotSkipped) {
      seconds_[name].push_back(run.real_accumulated_time /
                               static_cast<double>(run.iterations));
    } else {
      failures_.push_back(absl::StrCat(name, ": ", run.skip_message));
    }
  }

  std::string title_;
  std::unique_ptr<benchmark::BenchmarkReporter> own_format_;
  std::map<std::string, std::vector<double>> seconds_;
  std::vector<std::string> failures_;
  bool ran_ = false;
};

void RunOnce(benchmark::State& state, const std::string& name, const Way& way,
             Progress& progress) {
  progress.Start(name);
  for (auto _ : state) {
    absl::Status status = way.run();
    if (!status.ok()) state.SkipWithError(status.ToString());
  }
}

void PrintTable(const std::vector<Measurement>& medians) {
  std::cout << SpeedUpTable(medians) << "\n"
            << Wrap(
                   "Medians of wall-clock time. 2.00x: twice as fast as the "
                   "first column; less than 1.00x: slower.")
            << std::flush;
}

}  // namespace

Bench::Bench(absl::string_view title) : title_(title) {}

void Bench::Compare(absl::string_view workload, std::vector<Way> ways) {
  CHECK(!workload.empty() && !absl::StrContains(workload, '/'))
      << "not a workload's name: '" << workload << "'";
  CHECK(!ways.empty()) << workload << " has no way to run it";
  for (const Way& way : ways) {
    CHECK(!way.name.empty() && !absl::StrContains(way.name, '/'))
        << "not a way's name: '" << way.name << "'";
    CHECK(way.run) << workload << "/" << way.name << " has nothing to run";
  }
  comparisons_.push_back({std::string(workload), std::move(ways)});
}

int Bench::Main(int argc, char** argv) {
  const bool table = WantsTable(argc, argv);
  std::vector<char*> arguments = WithDefaults(argc, argv);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;
  for (const auto& [name, value] : Environment()) {
    benchmark::AddCustomContext(name, value);
  }

  Progress progress;
  std::vector<std::string> names;
  for (const Comparison& comparison : comparisons_) {
    for (const Way& way : comparison.ways) {
      names.push_back(absl::StrCat(comparison.workload, "/", way.name));
      benchmark::RegisterBenchmark(
          names.back(),
          [name = names.back(), &way, &progress](benchmark::State& state) {
            RunOnce(state, name, way, progress);
          })
          ->Iterations(1)
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }

  Collector collector(title_,
                      table ? nullptr
                            : std::unique_ptr<benchmark::BenchmarkReporter>(
                                  benchmark::CreateDefaultDisplayReporter()));
  const size_t matched = benchmark::RunSpecifiedBenchmarks(&collector);
  progress.Finish();
  benchmark::Shutdown();
  // A list of the workloads (--benchmark_list_tests) runs none of them.
  if (!collector.ran()) return matched == 0 ? 1 : 0;
  if (table) PrintTable(collector.Medians(names));
  for (const std::string& failure : collector.failures()) {
    std::cerr << "FAILED " << failure << "\n";
  }
  return collector.failures().empty() ? 0 : 1;
}

}  // namespace lab
