// SPDX-License-Identifier: Apache-2.0

#include "common/lab/bench.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "common/lab/chrome_trace.h"
#include "common/lab/comparison.h"
#include "common/lab/environment.h"
#include "common/lab/progress.h"
#include "common/lab/replace_file.h"
#include "common/lab/report_page.h"
#include "common/lab/speed_up_table.h"
#include "common/lab/text.h"
#include "common/lab/timeline.h"

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

bool SaysHowOften(int argc, char** argv) {
  return std::any_of(argv, argv + argc, [](absl::string_view flag) {
    return absl::StartsWith(flag, "--benchmark_repetitions=");
  });
}

// The caller's flags after our defaults, so that the caller's win.
std::vector<char*> WithDefaults(int argc, char** argv) {
  static char interleave[] = "--benchmark_enable_random_interleaving=true";
  // After the caller's: the table is made of the single runs.
  static char every_run[] = "--benchmark_report_aggregates_only=false";
  std::vector<char*> arguments = {argv[0], interleave};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(every_run);
  return arguments;
}

void PrintHelp() {
  benchmark::PrintDefaultHelp();
  std::printf(
      "          [--report=<file.html>]\n"
      "          [--trace=<file.json>]\n");
}

// Takes --`name`=FILE out of the flags that Google Benchmark left over: FILE,
// or "" where the flag is not given. `example` shows how to write it.
absl::StatusOr<std::string> TakeFileFlag(absl::string_view name,
                                         absl::string_view example, int& count,
                                         char** flags) {
  const std::string bare = absl::StrCat("--", name);
  std::string file;
  int kept = 1;
  for (int i = 1; i < count; ++i) {
    absl::string_view flag = flags[i];
    if (flag == bare || flag == absl::StrCat(bare, "=")) {
      return absl::InvalidArgumentError(
          absl::StrCat(flag, " names no file; write ", example));
    }
    if (absl::ConsumePrefix(&flag, absl::StrCat(bare, "="))) {
      file = std::string(flag);
    } else {
      flags[kept++] = flags[i];
    }
  }
  count = kept;
  return file;
}

// A relative path counts from the user's folder. `bazel run` starts programs in
// another one and leaves word of the user's.
std::string InUsersFolder(const std::string& file) {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder == nullptr) return file;
  return (std::filesystem::path(folder) / file).string();
}

// Says why the bench goes no further; its exit status.
int Refuse(const absl::Status& status) {
  std::cerr << "error: " << status.message() << "\n";
  return 1;
}

void CheckName(absl::string_view name) {
  CHECK(!name.empty() && name.size() <= kMaxNameLength &&
        !absl::StrContains(name, '/'))
      << "not a workload's or way's name: '" << name << "'";
}

// What others are compared with is a way of its own and names none itself.
void CheckBaselines(absl::string_view workload, const std::vector<Way>& ways) {
  CHECK(ways.front().against.empty())
      << workload << "/" << ways.front().name
      << " comes first, so that it is a baseline and names none";
  for (const Way& way : ways) {
    if (way.against.empty()) continue;
    CHECK(absl::c_any_of(ways,
                         [&](const Way& other) {
                           return other.name == way.against &&
                                  other.against.empty();
                         }))
        << workload << "/" << way.name << " is to be compared with '"
        << way.against << "', which is no baseline here";
  }
}

// What the way is compared with, as WayRuns says it.
std::string Against(const Way& way, const std::vector<Way>& ways) {
  if (absl::c_all_of(ways, [](const Way& w) { return w.against.empty(); })) {
    return "";
  }
  if (!way.against.empty()) return way.against;
  const bool is_named = absl::c_any_of(
      ways, [&](const Way& other) { return other.against == way.name; });
  return is_named ? way.name : ways.front().name;
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

  // The runs that went well of each "workload/way".
  const std::map<std::string, std::vector<double>>& seconds() const {
    return seconds_;
  }

 private:
  void PrintHeading() const {
    std::cout << Wrap(title_);
    for (const auto& [name, value] : Environment()) {
      std::cout << Wrap(absl::StrCat(name, ": ", value), {.indent = "  "});
    }
    if (!BuildWarning().empty()) {
      std::cout << Wrap(absl::StrCat("WARNING: ", BuildWarning()),
                        {.indent = "  "});
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
      // Once, though each repetition fails.
      std::string failure = absl::StrCat(name, ": ", run.skip_message);
      if (!absl::c_linear_search(failures_, failure)) {
        failures_.push_back(std::move(failure));
      }
    }
  }

  std::string title_;
  std::unique_ptr<benchmark::BenchmarkReporter> own_format_;
  std::map<std::string, std::vector<double>> seconds_;
  std::vector<std::string> failures_;
  bool ran_ = false;
};

// How long the way says that it took.
absl::StatusOr<absl::Duration> OwnTime(const Way& way) {
  absl::StatusOr<absl::Duration> time = way.timed_run();
  if (time.ok() &&
      (*time < absl::ZeroDuration() || *time == absl::InfiniteDuration())) {
    return absl::InternalError(
        absl::StrCat("says that it took ", absl::FormatDuration(*time)));
  }
  return time;
}

void RunOnce(benchmark::State& state, const std::string& name, const Way& way,
             Progress& progress) {
  progress.Start(name);
  for (auto _ : state) {
    absl::Status status;
    if (way.run) {
      status = way.run();
    } else if (absl::StatusOr<absl::Duration> time = OwnTime(way); time.ok()) {
      state.SetIterationTime(absl::ToDoubleSeconds(*time));
    } else {
      status = time.status();
    }
    if (!status.ok()) state.SkipWithError(status.ToString());
  }
}

std::string FullName(const std::string& workload, const Way& way) {
  return absl::StrCat(workload, "/", way.name);
}

std::vector<Measurement> Medians(const ComparisonTable& table) {
  std::vector<Measurement> medians;
  for (const Comparison& comparison : table.comparisons) {
    for (const WayRuns& runs : comparison.ways) {
      medians.push_back({comparison.workload, runs.way, std::nullopt,
                         runs.against, runs.baseline_only});
      if (!runs.seconds.empty()) medians.back().seconds = Median(runs.seconds);
    }
  }
  return medians;
}

// "threads against serial, ...": the table's columns that say so.
std::string OwnBaselines(const ComparisonTable& table) {
  const Comparison& row = table.comparisons.front();
  std::vector<std::string> pairs;
  for (size_t way = 0; way < row.ways.size(); ++way) {
    const WayRuns* baseline = BaselineOf(row, way);
    if (row.ways[way].against.empty() || baseline == nullptr ||
        baseline == &row.ways.front() || IsBaseline(row, way)) {
      continue;
    }
    pairs.push_back(
        absl::StrCat(row.ways[way].way, " against ", baseline->way));
  }
  if (pairs.empty()) return "";
  return absl::StrCat(absl::StrJoin(pairs, ", "), ".");
}

void PrintTables(const std::vector<ComparisonTable>& tables,
                 const std::vector<std::string>& notes) {
  for (const ComparisonTable& table : tables) {
    std::cout << Wrap(table.caption) << SpeedUpTable(Medians(table))
              << Wrap(OwnBaselines(table)) << "\n";
  }
  const bool own = absl::c_any_of(tables, [](const ComparisonTable& table) {
    return !OwnBaselines(table).empty();
  });
  std::cout << Wrap(
      absl::StrCat("Medians of wall-clock time. 2.00x: twice as fast as the "
                   "first column",
                   own ? ", or as what the lines under the table name" : "",
                   "; less than 1.00x: slower."));
  for (const std::string& note : notes) std::cout << "\n" << Wrap(note);
  std::cout << std::flush;
}

// Writes what took minutes to get and says where it is.
absl::Status WriteFile(absl::string_view kind, const std::string& file,
                       absl::string_view contents) {
  absl::Status written = ReplaceFile(file, contents);
  if (written.ok()) std::cerr << kind << ": " << file << "\n";
  return written;
}

}  // namespace

Bench::Bench(absl::string_view title) : title_(title) {}

void Bench::Section(absl::string_view caption) {
  next_section_ = std::string(caption);
}

void Bench::Compare(absl::string_view workload, std::vector<Way> ways,
                    int runs) {
  CheckName(workload);
  CHECK_GE(runs, 1) << workload << " is to run " << runs << " times";
  CHECK(!ways.empty()) << workload << " has no way to run it";
  for (const Way& way : ways) {
    CheckName(way.name);
    CHECK(names_.insert(FullName(std::string(workload), way)).second)
        << workload << "/" << way.name << " is there already";
    CHECK((way.run == nullptr) != (way.timed_run == nullptr))
        << workload << "/" << way.name << " needs one thing to run, not "
        << (way.run ? "two" : "none");
  }
  CheckBaselines(workload, ways);
  tasks_.push_back({std::string(workload), std::move(ways), runs,
                    std::exchange(next_section_, std::nullopt)});
}

void Bench::Conclude(
    std::function<std::vector<std::string>(const std::vector<Comparison>&)>
        notes) {
  notes_ = std::move(notes);
}

void Bench::ReportTimelines(
    absl::string_view caption,
    std::function<absl::StatusOr<std::vector<Timeline>>()> timelines) {
  timelines_.push_back({std::string(caption), std::move(timelines)});
}

void Bench::Register(bool as_often_as_tasks_say, Progress& progress) const {
  for (const Task& task : tasks_) {
    for (const Way& way : task.ways) {
      const std::string name = FullName(task.workload, way);
      benchmark::internal::Benchmark* registered = benchmark::RegisterBenchmark(
          name, [name, &way, &progress](benchmark::State& state) {
            RunOnce(state, name, way, progress);
          });
      registered->Iterations(1)->Unit(benchmark::kMillisecond);
      if (as_often_as_tasks_say) registered->Repetitions(task.runs);
      way.run ? registered->UseRealTime() : registered->UseManualTime();
    }
  }
}

std::vector<Comparison> Bench::Comparisons(const SecondsByName& seconds) const {
  std::vector<Comparison> comparisons;
  for (const Task& task : tasks_) {
    Comparison& comparison =
        comparisons.emplace_back(Comparison{task.workload, {}, task.section});
    for (const Way& way : task.ways) {
      WayRuns& runs = comparison.ways.emplace_back(
          WayRuns{way.name, {}, Against(way, task.ways), way.baseline_only});
      auto found = seconds.find(FullName(task.workload, way));
      if (found != seconds.end()) runs.seconds = found->second;
    }
  }
  return comparisons;
}

std::vector<Bench::TimelineSection> Bench::Timelines(
    const Files& files, std::vector<std::string>& failures) const {
  std::vector<TimelineSection> sections;
  if (files.report.empty() && files.trace.empty()) return sections;
  for (const TimelineSource& source : timelines_) {
    absl::StatusOr<std::vector<Timeline>> timelines = source.timelines();
    if (timelines.ok()) {
      sections.push_back({source.caption, *std::move(timelines)});
    } else {
      failures.push_back(absl::StrCat("timelines '", source.caption,
                                      "': ", timelines.status().ToString()));
    }
  }
  return sections;
}

absl::Status Bench::Write(const Files& files, const Results& results) const {
  absl::Status status;
  if (!files.report.empty()) {
    ReportPage page(title_);
    page.AddEnvironment(Environment(), BuildWarning());
    page.AddFailures(results.failures);
    for (const ComparisonTable& table : results.tables) {
      page.AddComparisons(table);
    }
    page.AddNotes(results.notes);
    for (const TimelineSection& section : results.timelines) {
      page.AddTimelines(section.caption, section.timelines);
    }
    status.Update(WriteFile("report", files.report, page.Html()));
  }
  if (!files.trace.empty()) {
    std::vector<Timeline> all;
    for (const TimelineSection& section : results.timelines) {
      all.insert(all.end(), section.timelines.begin(), section.timelines.end());
    }
    status.Update(WriteFile("trace", files.trace, ChromeTrace(all)));
  }
  return status;
}

int Bench::Run(const Wishes& wishes, const Files& files) const {
  Progress progress;
  Register(!wishes.own_repetitions, progress);
  Collector collector(
      title_, wishes.tables ? nullptr
                            : std::unique_ptr<benchmark::BenchmarkReporter>(
                                  benchmark::CreateDefaultDisplayReporter()));
  const size_t matched = benchmark::RunSpecifiedBenchmarks(&collector);
  progress.Finish();
  benchmark::Shutdown();
  // A list of the workloads (--benchmark_list_tests) runs none of them.
  if (!collector.ran()) return matched == 0 ? 1 : 0;

  Results results = {.failures = collector.failures()};
  const std::vector<Comparison> comparisons = Comparisons(collector.seconds());
  results.tables = GroupIntoTables(comparisons);
  if (notes_) results.notes = notes_(comparisons);
  if (wishes.tables) PrintTables(results.tables, results.notes);
  results.timelines = Timelines(files, results.failures);
  for (const std::string& failure : results.failures) {
    std::cerr << "FAILED " << failure << "\n";
  }
  absl::Status written = Write(files, results);
  if (!written.ok()) return Refuse(written);
  return results.failures.empty() ? 0 : 1;
}

absl::StatusOr<Bench::Files> Bench::TakeFiles(int& count, char** flags) const {
  absl::StatusOr<std::string> report =
      TakeFileFlag("report", "--report=FILE.html", count, flags);
  if (!report.ok()) return report.status();
  absl::StatusOr<std::string> trace =
      TakeFileFlag("trace", "--trace=FILE.json", count, flags);
  if (!trace.ok()) return trace.status();
  if (!trace->empty() && timelines_.empty()) {
    return absl::InvalidArgumentError(
        "this bench has no timelines that --trace could write; leave it out");
  }
  Files files = {*report, *trace};
  for (std::string* file : {&files.report, &files.trace}) {
    if (file->empty()) continue;
    *file = InUsersFolder(*file);
    absl::Status writable = CheckReplaceable(*file);
    if (!writable.ok()) return writable;
  }
  return files;
}

int Bench::Main(int argc, char** argv) {
  const Wishes wishes = {.tables = WantsTable(argc, argv),
                         .own_repetitions = SaysHowOften(argc, argv)};
  std::vector<char*> arguments = WithDefaults(argc, argv);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data(), PrintHelp);
  absl::StatusOr<Files> files = TakeFiles(count, arguments.data());
  if (!files.ok()) return Refuse(files.status());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;
  for (const auto& [name, value] : Environment()) {
    benchmark::AddCustomContext(name, value);
  }
  return Run(wishes, *files);
}

}  // namespace lab
