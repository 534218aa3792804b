// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/explorer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/exhaustive_search.h"
#include "common/explorer/internal/finding.h"
#include "common/explorer/internal/follow_search.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/operation.h"
#include "common/explorer/internal/optimal_search.h"
#include "common/explorer/internal/places.h"
#include "common/explorer/internal/random_search.h"
#include "common/explorer/internal/recorder.h"
#include "common/explorer/internal/replay_token.h"
#include "common/explorer/internal/runtime.h"
#include "common/explorer/internal/search.h"
#include "common/explorer/internal/shorter_schedule.h"
#include "common/explorer/internal/source_lines.h"
#include "common/explorer/internal/step.h"
#include "common/explorer/internal/test_failures.h"
#include "common/explorer/internal/trace_page.h"
#include "common/explorer/internal/trace_text.h"

namespace explorer {

using internal::FollowSearch;
using internal::Runtime;

namespace {

void Check(const Options& options) {
  CHECK(!(options.preemptions && options.random_runs))
      << "Options: preemptions or random_runs, not both";
  CHECK(!options.preemptions || *options.preemptions >= 0)
      << "Options::preemptions is " << *options.preemptions;
  CHECK(!options.random_runs || *options.random_runs >= 1)
      << "Options::random_runs is 0";
  CHECK_GE(options.depth, 1) << "Options::depth";
  CHECK(options.max_steps >= 1 && options.max_steps <= internal::kMaxTicks)
      << "Options::max_steps is " << options.max_steps << "; 1 to "
      << internal::kMaxTicks;
  CHECK_GE(options.stack_bytes, size_t{16} * 1024) << "Options::stack_bytes";
  CHECK_GE(options.trace_columns, 40) << "Options::trace_columns";
}

Runtime::Options RuntimeOptions(const Options& options) {
  return {.max_steps = options.max_steps,
          .races_are_findings = options.races_are_findings,
          .real_threads = options.real_threads,
          .stack_bytes = options.stack_bytes};
}

std::unique_ptr<internal::Search> MakeSearch(const Options& options) {
  if (options.preemptions) {
    return std::make_unique<internal::ExhaustiveSearch>(
        internal::ExhaustiveSearch::Options{.preemptions =
                                                *options.preemptions});
  }
  if (options.random_runs) {
    return std::make_unique<internal::RandomSearch>(
        internal::RandomSearch::Options{.runs = *options.random_runs,
                                        .depth = options.depth,
                                        .seed = options.seed});
  }
  return std::make_unique<internal::OptimalSearch>();
}

// The number of orders of so many steps of each thread.
double Interleavings(const std::vector<uint8_t>& schedule) {
  std::array<int, internal::kMaxThreads> steps = {};
  double log_of_orders = 0;
  int all = 0;
  for (const uint8_t thread : schedule) {
    if (thread == 0) continue;  // it starts and joins the others
    log_of_orders += std::log(++all) - std::log(++steps[thread]);
  }
  return std::round(std::exp(log_of_orders));
}

bool IsOff() {
  const char* value = std::getenv("EXPLORER");
  return value != nullptr && absl::string_view(value) == "off";
}

}  // namespace

// One call of Explore().
class Exploration {
 public:
  Exploration(const std::function<void()>& body, const Options& options)
      : body_(body), options_(options), runtime_(RuntimeOptions(options)) {}

  Result Run() {
    WarmUp();
    if (options_.replay.empty()) {
      Search();
    } else {
      Replay();
    }
    AddNotes();
    return std::move(result_);
  }

 private:
  // What is made once in a process (insides of libraries, static variables) is
  // made here, so that all executions after it are alike.
  void WarmUp() {
    FollowSearch once({}, FollowSearch::Strict::kNo);
    RunOnce(once);
  }

  Runtime::End RunOnce(internal::Search& search) {
    search.Begin();
    return runtime_.RunOnce(body_, search);
  }

  void Search() {
    const absl::Time begin = absl::Now();
    std::unique_ptr<internal::Search> search = MakeSearch(options_);
    for (;;) {
      Runtime::End end = RunOnce(*search);
      if (runtime_.NeedsSecondLook()) end = LookAgain(end);
      if (end == Runtime::End::kRestart) {
        search = MakeSearch(options_);
        StartOver();
        continue;
      }
      Count(end);
      const bool is_first =
          end != Runtime::End::kSeenBefore && result_.executions_ == 1;
      if (is_first && !IsRepeatable()) return;
      if (result_.found() && options_.stop_at_first) return Report();
      if (!search->Next()) break;
      if (result_.executions_ >= options_.max_executions ||
          absl::Now() - begin >= options_.max_time) {
        result_.notes_.push_back(
            "Stopped before the end: a bound of the options was reached.");
        return Report();
      }
    }
    result_.complete_ = !options_.random_runs && !options_.preemptions;
    Report();
  }

  // Runs the last execution again, now that more is known of what its threads
  // share: there may be a race before what was found. Its end.
  Runtime::End LookAgain(Runtime::End end) {
    const Finding found = runtime_.finding();
    FollowSearch same(runtime_.schedule(), FollowSearch::Strict::kNo);
    const Runtime::End again = RunOnce(same);
    const bool news =
        again == Runtime::End::kFinding || again == Runtime::End::kRestart;
    if (news) return again;
    if (end != Runtime::End::kFinding) return end;
    LoseTrackOf(found);
    return again;
  }

  // Whether the schedule of the last execution leads to the same again.
  bool IsRepeatable() {
    const uint64_t fingerprint = runtime_.fingerprint();
    FollowSearch same(runtime_.schedule(), FollowSearch::Strict::kYes);
    RunOnce(same);
    if (runtime_.fingerprint() == fingerprint) return true;
    result_.finding_ = {Finding::Kind::kNotDeterministic,
                        runtime_.WhatIsNotDeterministic()};
    return false;
  }

  void StartOver() {
    result_.executions_ = result_.failures_ = result_.given_up_ = 0;
    result_.finding_ = Finding();
  }

  void Count(Runtime::End end) {
    if (end == Runtime::End::kSeenBefore) {
      ++result_.given_up_;
      return;
    }
    if (++result_.executions_ == 1) {
      result_.schedules_ = Interleavings(runtime_.schedule());
    }
    if (end != Runtime::End::kFinding) return;
    ++result_.failures_;
    if (result_.found()) return;
    result_.finding_ = runtime_.finding();
    failing_ = runtime_.schedule();
  }

  void Replay() {
    absl::StatusOr<internal::Replay> replay =
        internal::DecodeReplayToken(options_.replay);
    if (!replay.ok()) {
      result_.notes_.push_back(
          absl::StrCat("Nothing was run: ", replay.status().message(), "."));
      return;
    }
    runtime_.set_fine_steps(true);
    FollowSearch search(replay->schedule, FollowSearch::Strict::kYes);
    Count(RunOnce(search));
    if (!result_.found()) {
      result_.notes_.push_back(
          "The token's schedule shows no finding: the code has changed since, "
          "or it is not deterministic.");
    }
    if (result_.found()) Record(replay->schedule);
    runtime_.set_fine_steps(false);
  }

  // The finding as people see it.
  void Report() {
    if (!result_.found() ||
        result_.finding_.kind == Finding::Kind::kNotDeterministic) {
      return;
    }
    const std::vector<uint8_t> schedule = internal::ShorterSchedule(
        failing_, [this](const std::vector<uint8_t>& candidate) {
          return Try(candidate);
        });
    const Finding found = result_.finding_;
    Record(schedule);
    if (result_.finding_.kind != found.kind) return LoseTrackOf(found);
    result_.token_ = internal::EncodeReplayToken(
        {.schedule = runtime_.fine_schedule(),
         .run_on_through_races = !options_.races_are_findings});
  }

  // It does not come back on its own schedule.
  void LoseTrackOf(const Finding& found) {
    result_.finding_ = {
        Finding::Kind::kNotDeterministic,
        absl::StrCat("there was a finding (", found.message,
                     "), but its schedule did not lead there again: ",
                     runtime_.WhatIsNotDeterministic())};
  }

  // The schedule that `candidate` leads to, if it has the same kind of finding;
  // else none.
  std::vector<uint8_t> Try(const std::vector<uint8_t>& candidate) {
    FollowSearch search(candidate, FollowSearch::Strict::kNo);
    const Runtime::End end = RunOnce(search);
    if (end != Runtime::End::kFinding ||
        runtime_.finding().kind != result_.finding_.kind) {
      return {};
    }
    return runtime_.schedule();
  }

  // Runs the schedule twice: to learn what is shared, and to write it down.
  void Record(const std::vector<uint8_t>& schedule) {
    internal::Recorder recorder;
    runtime_.set_recorder(&recorder);
    runtime_.set_keeps_fine_schedule(true);
    FollowSearch search(schedule, FollowSearch::Strict::kNo);
    RunOnce(search);
    RunOnce(search);
    runtime_.set_keeps_fine_schedule(false);
    runtime_.set_recorder(nullptr);
    result_.finding_ = runtime_.finding();
    internal::Execution execution = recorder.Take();
    execution.finding = ToString(result_.finding_.kind);
    internal::SourceLines lines;
    const internal::Places places = internal::FindPlaces(execution, lines);
    result_.trace_ = internal::TraceText(execution, places,
                                         {.columns = options_.trace_columns});
    result_.page_ =
        internal::TracePage(execution, places, {.title = "What happened"});
  }

  void AddNotes() {
    if (options_.preemptions) {
      result_.notes_.push_back(
          absl::StrCat("Only schedules with at most ", *options_.preemptions,
                       " preemptions were run: no proof."));
    }
    if (options_.random_runs) {
      result_.notes_.push_back(absl::StrCat("Random schedules were run (seed ",
                                            options_.seed, "): no proof."));
    }
    if (runtime_.weak_atomics()) {
      result_.notes_.push_back(
          "Relaxed and acquire/release atomics were run as sequentially "
          "consistent: what only a weaker order could show is not covered.");
    }
    if (runtime_.left_out_schedules()) {
      result_.complete_ = false;
      result_.notes_.push_back(
          "The program yields, sleeps or has waits that time out: schedules in "
          "which others never get their turn then were left out, so nothing is "
          "proved.");
    }
  }

  const std::function<void()>& body_;
  const Options options_;
  const internal::ExploringThread exploring_;
  internal::TestFailures failures_to_findings_;
  Runtime runtime_;
  Result result_;
  std::vector<uint8_t> failing_;
};

Result Explore(const std::function<void()>& body, const Options& options) {
  Check(options);
  CHECK(!internal::Active()) << "Explore() inside of an explored body";
  if (IsOff()) {
    body();
    return Result();
  }
  Options chosen = options;
  if (const char* token = std::getenv("EXPLORER_REPLAY")) {
    chosen.replay = token;
  }
  return Exploration(body, chosen).Run();
}

std::string ToString(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::kNone:
      return "nothing";
    case Finding::Kind::kFailedAssertion:
      return "failed assertion";
    case Finding::Kind::kException:
      return "uncaught exception";
    case Finding::Kind::kDataRace:
      return "data race";
    case Finding::Kind::kDeadlock:
      return "deadlock";
    case Finding::Kind::kMissedWakeup:
      return "missed wakeup";
    case Finding::Kind::kWrongUnlock:
      return "wrong unlock";
    case Finding::Kind::kDestroyedInUse:
      return "use of a destroyed object";
    case Finding::Kind::kWrongJoin:
      return "wrong join";
    case Finding::Kind::kLeakedThread:
      return "leaked thread";
    case Finding::Kind::kTooManySteps:
      return "too many steps";
    case Finding::Kind::kTooManyThreads:
      return "too many threads";
    case Finding::Kind::kStackOverflow:
      return "stack overflow";
    case Finding::Kind::kUnsupported:
      return "unsupported call";
    case Finding::Kind::kNotDeterministic:
      return "not deterministic";
  }
  return "unknown";
}

std::string Result::ToString() const {
  std::string text;
  if (proved()) {
    text = absl::StrFormat("proved: %d of about %.0f schedules needed\n",
                           executions_, std::max(schedules_, 1.0));
  } else if (!found()) {
    text = absl::StrFormat("found nothing in %d executions; not proved\n",
                           executions_);
  } else {
    text = absl::StrCat("found: ", explorer::ToString(finding_.kind), ", in ",
                        failures_, " of ", executions_, " executions\n",
                        trace_.empty() ? finding_.message + "\n" : trace_);
    if (!token_.empty()) {
      absl::StrAppend(&text, "Run it again: EXPLORER_REPLAY=", token_, "\n");
    }
  }
  for (const std::string& note : notes_) absl::StrAppend(&text, note, "\n");
  return text;
}

}  // namespace explorer
