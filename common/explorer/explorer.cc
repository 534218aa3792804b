// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/explorer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/resident_memory.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/run/progress_line.h"
#include "common/explorer/internal/run/runtime.h"
#include "common/explorer/internal/run/test_failures.h"
#include "common/explorer/internal/search/deadlock_search.h"
#include "common/explorer/internal/search/exhaustive_search.h"
#include "common/explorer/internal/search/follow_search.h"
#include "common/explorer/internal/search/lock_order.h"
#include "common/explorer/internal/search/optimal_search.h"
#include "common/explorer/internal/search/random_search.h"
#include "common/explorer/internal/search/replay_token.h"
#include "common/explorer/internal/search/search.h"
#include "common/explorer/internal/search/shorter_schedule.h"
#include "common/explorer/internal/search/weak_failures.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/recorder.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/explorer/internal/trace/trace_page.h"
#include "common/explorer/internal/trace/trace_text.h"
#include "common/lab/terminal.h"

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
  CHECK_GE(options.spurious_wakeups, 0) << "Options::spurious_wakeups";
  CHECK(options.spurious_failures >= 0 && options.spurious_failures <= 100)
      << "Options::spurious_failures is " << options.spurious_failures
      << "; 0 to 100";
  CHECK_GE(options.depth, 1) << "Options::depth";
  CHECK(options.max_steps >= 1 && options.max_steps <= internal::kMaxTicks)
      << "Options::max_steps is " << options.max_steps << "; 1 to "
      << internal::kMaxTicks;
  CHECK_GT(options.max_silence, absl::ZeroDuration()) << "Options::max_silence";
  CHECK_GE(options.stack_bytes, size_t{16} * 1024) << "Options::stack_bytes";
  CHECK_GE(options.trace_columns, 40) << "Options::trace_columns";
}

Runtime::Options RuntimeOptions(const Options& options) {
  return {
      .max_steps = options.max_steps,
      .races_are_findings = options.races_are_findings,
      .notify_any = options.notify_any,
      .spurious_wakeups = options.spurious_wakeups,
      .follows_lock_order = options.preemptions || options.random_runs,
      .real_threads = options.real_threads,
      .stack_bytes = options.stack_bytes,
      .max_silence_ns = options.max_silence == absl::InfiniteDuration()
                            ? 0
                            : absl::ToInt64Nanoseconds(options.max_silence)};
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
  // With `replay`, runs that schedule alone.
  Exploration(const std::function<void()>& body, const Options& options,
              std::optional<internal::Replay> replay)
      : body_(body),
        options_(options),
        replay_(std::move(replay)),
        runtime_(RuntimeOptions(options)),
        plans_(options.spurious_failures, options.seed) {}

  static Result NothingWasRun(const absl::Status& why) {
    Result result;
    result.finding_ = {Finding::Kind::kWrongToken,
                       absl::StrCat("Nothing was run: ", why.message(), ".")};
    return result;
  }

  Result Run() {
    WarmUp();
    if (replay_) {
      Replay();
    } else {
      Search();
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

  // How much of the whole is done, as far as that can be told.
  std::optional<double> Progress(const internal::Search& search) const {
    if (options_.spurious_failures > 0) return std::nullopt;
    return search.Progress();
  }

  // Every so often, a line about how far it is.
  void ReportProgress(const internal::Search& search, absl::Duration elapsed) {
    if (elapsed < next_progress_) return;
    next_progress_ = elapsed + options_.progress_every;
    const std::string line =
        internal::ProgressLine({.executions = result_.executions_,
                                .elapsed = elapsed,
                                .done = Progress(search)});
    if (options_.progress) {
      options_.progress(line);
    } else if (lab::StderrIsTerminal()) {
      absl::FPrintF(stderr, "explorer: %s\n", line);
    }
  }

  // nullptr: none. The clock takes longer to read than one may think, and the
  // use of memory longer still, so both are looked at now and then unless it
  // matters.
  const char* BoundReached(const internal::Search& search) {
    if (result_.executions_ >= options_.max_executions) return "max_executions";
    const uint64_t all = result_.executions_ + result_.given_up_;
    if (all % 1024 == 1 &&
        internal::ResidentBytesReach(options_.max_memory_bytes)) {
      return "max_memory_bytes";
    }
    const bool time_matters =
        options_.progress || options_.max_time != absl::InfiniteDuration();
    if (!time_matters && all % 64 != 1) return nullptr;
    const absl::Duration elapsed = absl::Now() - begin_;
    ReportProgress(search, elapsed);
    return elapsed >= options_.max_time ? "max_time" : nullptr;
  }

  void Search() {
    begin_ = absl::Now();
    std::unique_ptr<internal::Search> search = MakeSearch(options_);
    for (;;) {
      Runtime::End end = RunOnce(*search);
      if (runtime_.NeedsSecondLook()) end = LookAgain(end);
      if (end == Runtime::End::kRestart) {
        search = MakeSearch(options_);
        StartOver();
        continue;
      }
      if (IsOfOtherWeakFailures()) end = Runtime::End::kSeenBefore;
      Count(end);
      const bool is_first =
          end != Runtime::End::kSeenBefore && result_.executions_ == 1;
      if (is_first && !IsRepeatable()) return;
      if (end == Runtime::End::kComplete) end = TryLockCycles();
      if (end == Runtime::End::kRestart) {
        search = MakeSearch(options_);
        StartOver();
        continue;
      }
      if (result_.found() && options_.stop_at_first) return Report();
      if (!Advance(search)) break;
      if (const char* const bound = BoundReached(*search)) {
        result_.notes_.push_back(absl::StrCat(
            "Stopped before the end: Options::", bound, " was reached."));
        return Report();
      }
    }
    result_.complete_ = !options_.random_runs && !options_.preemptions;
    Report();
  }

  // To the next execution; false: there is none.
  bool Advance(std::unique_ptr<internal::Search>& search) {
    const bool has_next = search->Next();
    if (options_.spurious_failures == 0) return has_next;
    if (options_.random_runs) {
      plans_.Draw();
    } else if (!has_next) {
      if (!plans_.Next()) return false;
      search = MakeSearch(options_);
    }
    runtime_.set_weak_failures(plans_.current());
    return has_next || !options_.random_runs;
  }

  // Whether the last execution had fewer calls of compare_exchange_weak() that
  // fail for no reason than it was to have: it is one of another plan.
  bool IsOfOtherWeakFailures() {
    if (options_.spurious_failures == 0) return false;
    for (int thread = 0; thread < runtime_.threads(); ++thread) {
      plans_.Saw(thread, runtime_.weak_calls(thread));
    }
    return !options_.random_runs &&
           runtime_.weak_failures_happened().size() < plans_.current().size();
  }

  // Tries to make a deadlock of locks that went round in a circle in the last
  // execution: for searches that may miss it. The last end.
  Runtime::End TryLockCycles() {
    constexpr int kRuns = 20;
    for (const internal::LockCycle& cycle : runtime_.TakeLockCycles()) {
      internal::DeadlockSearch search(
          cycle,
          [this](int thread, uintptr_t mutex) {
            return runtime_.Holds(thread, mutex);
          },
          kRuns);
      Runtime::End end;
      do {
        end = RunOnce(search);
        if (runtime_.NeedsSecondLook()) end = LookAgain(end);
        if (end == Runtime::End::kRestart) return end;
        Count(end);
      } while (end != Runtime::End::kFinding && search.Next());
      if (end == Runtime::End::kFinding) return end;
      AddLockCycleNote(cycle, kRuns);
    }
    return Runtime::End::kComplete;
  }

  void AddLockCycleNote(const internal::LockCycle& cycle, int runs) {
    internal::SourceLines lines;
    std::vector<std::string> locks;
    for (const internal::NestedLock& lock : cycle) {
      lines.Find(lock.stack);
      const internal::SourceLine line = lines.UsersLine(lock.stack);
      locks.push_back(
          absl::StrCat("T", lock.thread, " at ", line.file, ":", line.line));
    }
    result_.notes_.push_back(absl::StrCat(
        "Locks are taken in a circle, each while the one before is held (",
        absl::StrJoin(locks, ", "), "). That may deadlock; ", runs,
        " executions that tried to did not."));
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
    plans_.StartOver();
    runtime_.set_weak_failures({});
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
    failing_plan_ = plans_.current();
  }

  void Replay() {
    runtime_.set_fine_steps(replay_->schedule.size());
    runtime_.set_weak_failures(replay_->weak_failures);
    // Once to learn what is shared and try-locked, as the one who made it knew.
    FollowSearch about(replay_->schedule, FollowSearch::Strict::kNo);
    while (RunOnce(about) == Runtime::End::kRestart) {
    }
    FollowSearch search(replay_->schedule, FollowSearch::Strict::kYes);
    const Runtime::End end = RunOnce(search);
    if (end == Runtime::End::kFinding && DigestOfReplay() == replay_->digest) {
      Count(end);
      Record(replay_->schedule);
    } else {
      result_.finding_ = {
          Finding::Kind::kWrongToken,
          "The token does not fit: on its schedule this program does otherwise "
          "than the one that it was made by. The code has changed since, or "
          "the token is of another test. Explore again for a new one."};
    }
    runtime_.set_fine_steps(std::nullopt);
  }

  uint32_t DigestOfReplay() const {
    return runtime_.digest() % internal::kDigests;
  }

  // The finding as people see it.
  void Report() {
    if (!result_.found() ||
        result_.finding_.kind == Finding::Kind::kNotDeterministic) {
      return;
    }
    runtime_.set_weak_failures(failing_plan_);
    const std::vector<uint8_t> schedule = internal::ShorterSchedule(
        failing_, [this](const std::vector<uint8_t>& candidate) {
          return Try(candidate);
        });
    const Finding found = result_.finding_;
    Record(schedule);
    if (result_.finding_.kind != found.kind) return LoseTrackOf(found);
    result_.token_ = internal::EncodeReplayToken(
        {.schedule = runtime_.fine_schedule(),
         .run_on_through_races = !options_.races_are_findings,
         .notify_any = options_.notify_any,
         .spurious_wakeups = options_.spurious_wakeups,
         .weak_failures = WeakFailuresThatHappened(),
         .digest = DigestOfReplay()});
  }

  internal::WeakFailures WeakFailuresThatHappened() const {
    internal::WeakFailures failures = runtime_.weak_failures_happened();
    std::sort(failures.begin(), failures.end());
    return failures;
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
          absl::StrCat("A loop yields, sleeps, times out or tries to lock in "
                       "vain: schedules in which it goes round more than ",
                       internal::World::kFreeTries,
                       " times while others could go on were left out, so "
                       "nothing is proved."));
    }
  }

  const std::function<void()>& body_;
  const Options options_;
  const std::optional<internal::Replay> replay_;
  const internal::ExploringThread exploring_;
  internal::TestFailures failures_to_findings_;
  Runtime runtime_;
  Result result_;
  internal::WeakFailurePlans plans_;
  std::vector<uint8_t> failing_;
  internal::WeakFailures failing_plan_;
  absl::Time begin_;
  absl::Duration next_progress_ = options_.progress_every;
};

Result Explore(const std::function<void()>& body, const Options& options) {
  Check(options);
  if (internal::ActiveHere()) internal::Unsupported("Explore()", CALLER);
  if (IsOff()) {
    body();
    return Result();
  }
  static std::mutex one_at_a_time;
  const std::lock_guard<std::mutex> lock(one_at_a_time);
  Options chosen = options;
  if (const char* token = std::getenv("EXPLORER_REPLAY")) {
    chosen.replay = token;
  }
  if (chosen.replay.empty()) {
    return Exploration(body, chosen, std::nullopt).Run();
  }
  absl::StatusOr<internal::Replay> replay =
      internal::DecodeReplayToken(chosen.replay);
  if (!replay.ok()) return Exploration::NothingWasRun(replay.status());
  chosen.races_are_findings = !replay->run_on_through_races;
  chosen.notify_any = replay->notify_any;
  chosen.spurious_wakeups = replay->spurious_wakeups;
  return Exploration(body, chosen, *std::move(replay)).Run();
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
    case Finding::Kind::kLivelock:
      return "livelock";
    case Finding::Kind::kTooManySteps:
      return "too many steps";
    case Finding::Kind::kEndlessLoop:
      return "endless loop";
    case Finding::Kind::kTooManyThreads:
      return "too many threads";
    case Finding::Kind::kTooMuchMemory:
      return "too much memory";
    case Finding::Kind::kStackOverflow:
      return "stack overflow";
    case Finding::Kind::kCrash:
      return "crash";
    case Finding::Kind::kUnsupported:
      return "unsupported call";
    case Finding::Kind::kNotDeterministic:
      return "not deterministic";
    case Finding::Kind::kWrongToken:
      return "wrong token";
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
