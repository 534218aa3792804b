// SPDX-License-Identifier: Apache-2.0
//
// Calls RunJobs() as the checks ask, and counts the children meanwhile.

#include "common/exercise/runner.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/exercise/values.h"
#include "common/lab/temp_directory.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/exercises/5_farm/run_jobs.h"

namespace {

using ::exercise::Values;
using ::process::Stdio;
using ::process::Subprocess;

// More calls of idle() than anybody needs to notice that a child has ended.
constexpr int kIdleTooOften = 200;

absl::StatusOr<Subprocess> StartChild(std::vector<std::string> command,
                                      absl::string_view script) {
  for (absl::string_view word : absl::StrSplit(script, ' ')) {
    command.emplace_back(word);
  }
  return Subprocess::Start(command,
                           {.in = Stdio::Null(), .out = Stdio::Pipe()});
}

// Children that end only when this lets them: so it knows at each moment which
// of them are alive, and nothing depends on how fast anybody is.
class Children {
 public:
  explicit Children(const Values& ask)
      : ask_(ask),
        folder_(*lab::TempDirectory::Create()),
        children_(ask.Texts("programs").size()) {}

  // The child of a job says the job's word, waits until it may go on, and does
  // what the job's script says.
  absl::StatusOr<Subprocess*> Start(size_t job) {
    started_.push_back(static_cast<int64_t>(job));
    std::filesystem::create_directory(FolderOf(job));
    absl::StatusOr<Subprocess> child = StartChild(
        {ask_.Texts("programs")[job], "say", "out", ask_.Texts("words")[job],
         "+", "meet", FolderOf(job).string(), "2", "+"},
        ask_.Texts("scripts")[job]);
    if (!child.ok()) return child.status();
    children_[job] = *std::move(child);
    alive_.push_back(job);
    most_alive_ = std::max(most_alive_, alive_.size());
    if (gave_up_) LetEnd(alive_.size() - 1);
    return &*children_[job];
  }

  // Where all places are taken, one child ends: that one of those alive, the
  // oldest first, which is the next in `ends`.
  void Idle() {
    const bool may_start =
        started_.size() < children_.size() &&
        static_cast<int64_t>(alive_.size()) < ask_.Int("places");
    if (may_start || alive_.empty()) {
      absl::SleepFor(absl::Milliseconds(1));
      if (++idle_for_nothing_ == kIdleTooOften) GiveUp(may_start);
      return;
    }
    idle_for_nothing_ = 0;
    const std::vector<int64_t>& ends = ask_.Ints("ends");
    LetEnd(ends[ended_++ % ends.size()] % alive_.size());
  }

  Values Answer() {
    return {{"started", started_},
            {"most_at_once", most_alive_},
            {"idle_with_a_free_place", idle_with_a_free_place_},
            {"still_running", alive_.size()}};
  }

  // How the child of `job` ended, as this has seen it.
  std::string TrueStatus(size_t job) {
    if (!children_[job].has_value()) return "";
    return children_[job]->Wait()->ToString();
  }

 private:
  std::filesystem::path FolderOf(size_t job) const {
    return folder_.path() / absl::StrCat(job);
  }

  // When this returns that child has ended, and everybody can see it.
  void LetEnd(size_t index) {
    const size_t job = alive_[index];
    std::ofstream(FolderOf(job) / "go on").flush();
    CHECK_OK(children_[job]->Wait().status());
    alive_.erase(alive_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  // The student's code is wrong. So that it comes to its end all the same, all
  // children end, and those to come.
  void GiveUp(bool may_start) {
    gave_up_ = true;
    idle_with_a_free_place_ = may_start;
    while (!alive_.empty()) LetEnd(0);
  }

  const Values& ask_;
  lab::TempDirectory folder_;
  std::vector<std::optional<Subprocess>> children_;
  std::vector<size_t> alive_;  // jobs, the oldest first
  std::vector<int64_t> started_;
  size_t most_alive_ = 0;
  size_t ended_ = 0;
  int idle_for_nothing_ = 0;
  bool gave_up_ = false;
  bool idle_with_a_free_place_ = false;
};

std::string Text(const absl::StatusOr<ch36::Done>& result) {
  if (!result.ok()) return absl::StatusCodeToString(result.status().code());
  return absl::StrCat(result->status, ": ", result->out.substr(0, 100));
}

Values RunJobs(const Values& ask) {
  Children children(ask);
  const std::vector<absl::StatusOr<ch36::Done>> done = ch36::RunJobs(
      ask.Texts("programs").size(), static_cast<size_t>(ask.Int("places")),
      [&](size_t job) { return children.Start(job); },
      [&] { children.Idle(); });
  std::vector<std::string> results;
  for (const auto& result : done) results.push_back(Text(result));
  Values answer = children.Answer();
  answer.Set("results", results);
  if (const int64_t* job = ask.Find<int64_t>("crashes")) {
    answer.Set("true_status", children.TrueStatus(*job));
  }
  return answer;
}

// The children end by themselves, if their output is read.
Values Much(const Values& ask) {
  std::vector<Subprocess> children;
  const auto count = static_cast<size_t>(ask.Int("jobs"));
  children.reserve(count);
  std::vector<int64_t> bytes;
  for (const absl::StatusOr<ch36::Done>& done : ch36::RunJobs(
           count, static_cast<size_t>(ask.Int("places")),
           [&](size_t) -> absl::StatusOr<Subprocess*> {
             absl::StatusOr<Subprocess> child =
                 StartChild({ask.Text("program")}, ask.Text("script"));
             if (!child.ok()) return child.status();
             return &children.emplace_back(*std::move(child));
           },
           [] { absl::SleepFor(absl::Milliseconds(1)); })) {
    bytes.push_back(done.ok() ? static_cast<int64_t>(done->out.size()) : -1);
  }
  return {{"bytes", bytes}};
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"RunJobs", RunJobs}, {"Much", Much}});
}
