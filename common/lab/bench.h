// SPDX-License-Identifier: Apache-2.0
//
// The frame of a lab's bench: the same flags, progress and closing table in
// every lab, on top of Google Benchmark. Use it for workloads that are run in
// two or more ways which a reader wants compared (serial and on threads);
// use Google Benchmark itself for the cost of one small operation.
//
//   int main(int argc, char** argv) {
//     lab::Bench bench("The chapter's title");
//     bench.Compare("select", {{"serial", SelectSerially},
//                              {"threads", SelectOnThreads}});
//     return bench.Main(argc, argv);
//   }
//
// Each way runs five times, or as often as its comparison says, interleaved
// with the others so that a change of the machine's speed meets all of them
// alike; the table shows medians. The
// flags of Google Benchmark work (--help lists them), such as
// --benchmark_filter=select, --benchmark_repetitions=9, --benchmark_format=json
// and --benchmark_out=FILE; only the one that drops single runs is overruled.
//
// --report=FILE.html also writes one self-contained page with bars, the spread
// over the runs and every single run (report_page.h). A relative FILE counts
// from where the command was typed, under `bazel run` too. Whether it can be
// written is found out before anything is measured, and a file that is there is
// replaced once the new one is complete.
//
// --trace=FILE.json writes the bench's timelines, where it has any
// (ReportTimelines()), for chrome://tracing and Perfetto (chrome_trace.h). The
// page shows them, too.
//
// Comparisons in a row that have the same ways share a table; others begin a
// new one. Section() puts a caption over what follows:
//
//   bench.Section("What a shell adds");
//   bench.Compare("1 child", {{"no shell", Run}, {"shell", RunInShell}});
//
// A way can be compared with another one than the first, which may be there for
// that alone:
//
//   bench.Compare("select", {{"C++", SelectSerially},
//                            {"C++ threads", SelectOnThreads},
//                            {.name = "Python serial",
//                             .timed_run = PythonSerially,
//                             .baseline_only = true},
//                            {.name = "Python threads",
//                             .timed_run = PythonOnThreads,
//                             .against = "Python serial"}});
//
// Thread safety: one thread sets up and runs; the ways may start threads.
// Errors: a way that returns an error is named in the output and makes the
// exit status 1, and so do a filter that matches nothing, a wrong flag,
// timelines that end in an error and a file that cannot be written.
//
// Source: https://google.github.io/benchmark/user_guide.html

#ifndef COMMON_LAB_BENCH_H_
#define COMMON_LAB_BENCH_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/comparison.h"
#include "common/lab/progress.h"
#include "common/lab/timeline.h"

namespace lab {

// One way to run a workload.
struct Way {
  std::string name;  // the column, e.g. "threads"
  // What to run: one of the two.
  std::function<absl::Status()> run = nullptr;
  // Tells itself how long it took, 0 or more; for programs that measure their
  // own work and should not be charged for their start.
  std::function<absl::StatusOr<absl::Duration>()> timed_run = nullptr;
  // The way of the same comparison that this one is compared with; "": the
  // first. A way that is named so is a baseline and names none itself.
  std::string against = "";
  // Measured for the sake of the ways that name it: the table has no column for
  // it, and the page shows it in figures alone.
  bool baseline_only = false;
};

class Bench {
 public:
  static constexpr int kRuns = 5;

  // `title` heads the output.
  explicit Bench(absl::string_view title);

  // The comparisons from here on stand in tables of their own, the first of
  // them under `caption`: a line of text.
  void Section(absl::string_view caption);

  // Adds a row to the table: `workload` run in each of `ways`; the first is
  // what the others are compared with unless they say otherwise. Names have no
  // '/' and at most kMaxNameLength bytes (speed_up_table.h); a workload that
  // comes again comes with other ways. Each way runs `runs` times, 1 or more,
  // unless --benchmark_repetitions says otherwise: more for what is short or
  // varies, fewer for what is long and does not.
  void Compare(absl::string_view workload, std::vector<Way> ways,
               int runs = kRuns);

  // Adds paragraphs under the tables and to the page: what the figures come to.
  // `notes` is called once after the benchmarks have run, with all comparisons
  // in the order of Compare(); what was not run has no seconds.
  void Conclude(
      std::function<std::vector<std::string>(const std::vector<Comparison>&)>
          notes);

  // Adds timelines to the page, under `caption`, and to the trace. `timelines`
  // is called after the benchmarks have run, if the flags ask for either.
  void ReportTimelines(
      absl::string_view caption,
      std::function<absl::StatusOr<std::vector<Timeline>>()> timelines);

  // Runs what the flags ask for, prints the tables and writes the report.
  // Returns the exit status of the program: 0, or 1 as said above.
  int Main(int argc, char** argv);

 private:
  struct Task {
    std::string workload;
    std::vector<Way> ways;
    int runs = kRuns;
    std::optional<std::string> section;  // as in Comparison
  };

  // By "workload/way".
  using SecondsByName = std::map<std::string, std::vector<double>>;

  // Tells Google Benchmark what there is to run; each task as often as it says,
  // or all as often as the caller's flag says.
  void Register(bool as_often_as_tasks_say, Progress& progress) const;
  // The tasks with what they took.
  std::vector<Comparison> Comparisons(const SecondsByName& seconds) const;
  // What to write after the runs; "" for what the flags don't ask for.
  struct Files {
    std::string report;
    std::string trace;
  };
  struct TimelineSource {
    std::string caption;
    std::function<absl::StatusOr<std::vector<Timeline>>()> timelines;
  };
  struct TimelineSection {
    std::string caption;
    std::vector<Timeline> timelines;
  };
  // What the runs came to.
  struct Results {
    std::vector<ComparisonTable> tables = {};
    std::vector<std::string> notes = {};
    std::vector<TimelineSection> timelines = {};
    std::vector<std::string> failures = {};
  };

  // The timelines that the files need; says in `failures` which there are not.
  std::vector<TimelineSection> Timelines(
      const Files& files, std::vector<std::string>& failures) const;
  absl::Status Write(const Files& files, const Results& results) const;
  // What the caller's flags say of the runs and the output.
  struct Wishes {
    bool tables = true;            // and no other format on stdout
    bool own_repetitions = false;  // not those of the tasks
  };

  // Main() once the flags are known.
  int Run(const Wishes& wishes, const Files& files) const;
  // The files that the flags name, in full, if they can be written.
  absl::StatusOr<Files> TakeFiles(int& count, char** flags) const;

  std::string title_;
  std::vector<Task> tasks_;
  std::set<std::string> names_;  // "workload/way", of all tasks
  std::optional<std::string> next_section_;
  std::function<std::vector<std::string>(const std::vector<Comparison>&)>
      notes_;
  std::vector<TimelineSource> timelines_;
};

}  // namespace lab

#endif  // COMMON_LAB_BENCH_H_
