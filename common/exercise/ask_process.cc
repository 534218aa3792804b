// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/ask_process.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/check.h"
#include "common/exercise/end.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"
#include "common/exercise/wire.h"
#include "common/lab/temp_directory.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace exercise::internal {
namespace {

// Said in full, so that no code in the program has it another way.
constexpr char kTsanOptions[] =
    "report_bugs=1:halt_on_error=1:exitcode=66:report_thread_leaks=0";

constexpr size_t kMaxOutput = 1 << 20;
// What students are shown of what their program printed.
constexpr size_t kShownOutput = 4000;

// Where a jail reports; deleted with the object.
class JailReport {
 public:
  static absl::StatusOr<JailReport> Create() {
    absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
    if (!folder.ok()) return folder.status();
    return JailReport(*std::move(folder));
  }

  std::string path() const { return (folder_.path() / "report").string(); }

  std::string Read() const {
    std::ostringstream text;
    text << std::ifstream(path(), std::ios::binary).rdbuf();
    return text.str();
  }

 private:
  explicit JailReport(lab::TempDirectory folder) : folder_(std::move(folder)) {}

  lab::TempDirectory folder_;
};

// What came of the process, by the wire's rules.
struct Ended {
  process::Output output;
  process::ExitStatus status;
  std::optional<std::string> jail_report = std::nullopt;  // of a jail
  bool time_was_for_all = false;                          // that it had
};

absl::Duration TimeForAll(const StudentOptions& options) {
  using SteadyClock = std::chrono::steady_clock;
  if (options.deadline == SteadyClock::time_point::max()) {
    return absl::InfiniteDuration();
  }
  return absl::FromChrono(options.deadline - SteadyClock::now());
}

End TimedOut(const StudentOptions& options, bool of_all) {
  if (of_all) {
    return {Verdict::kWallLimit,
            "no answer before the time for all checks was over"};
  }
  return {Verdict::kWallLimit,
          absl::StrCat("nothing within ",
                       absl::FormatDuration(options.time_limit))};
}

std::string ShownPart(absl::string_view text) {
  if (text.size() <= kShownOutput) return std::string(text);
  return absl::StrCat("[the beginning is left out]\n",
                      text.substr(text.size() - kShownOutput));
}

// Starts the runner, hands it `line` and waits for its end. It is dead, and all
// that it has started, when this returns.
absl::StatusOr<Ended> RunToItsEnd(const StudentOptions& options,
                                  absl::string_view line) {
  std::optional<JailReport> report;
  process::StartOptions start = {.in = process::Stdio::Pipe(),
                                 .out = process::Stdio::Pipe(),
                                 .err = process::Stdio::Pipe(),
                                 .group = process::Group::kNewGroup};
  if (options.jailed) {
    absl::StatusOr<JailReport> created = JailReport::Create();
    if (!created.ok()) return created.status();
    report = *std::move(created);
    start.env_changes.push_back({"JAIL_REPORT", report->path()});
  }
  if (options.race) {
    start.env_changes.push_back({"TSAN_OPTIONS", kTsanOptions});
  }
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(options.runner, start);
  if (!child.ok()) return child.status();
  const absl::Duration for_all = TimeForAll(options);
  absl::StatusOr<process::Output> output =
      child->Communicate({.input = line,
                          .timeout = std::min(options.time_limit, for_all),
                          .drain_grace = absl::Milliseconds(200),
                          .max_output = kMaxOutput,
                          .on_limit = process::OnLimit::kKill});
  // Whatever happened, nothing of it goes on.
  static_cast<void>(child->KillTree());
  if (!output.ok()) return output.status();
  absl::StatusOr<process::ExitStatus> status = child->Wait();
  if (!status.ok()) return status.status();
  Ended ended = {*std::move(output), *status};
  ended.time_was_for_all = for_all < options.time_limit;
  if (report.has_value()) ended.jail_report = report->Read();
  return ended;
}

// The verdict on a process that ended; in `asked`, the answer if it gave one.
End Judge(const Ended& ended, absl::string_view nonce,
          const StudentOptions& options, Asked& asked) {
  // A jail that was ended from here may have said nothing yet.
  const bool from_here = ended.output.truncated || ended.output.timed_out;
  const std::string report = ended.jail_report.value_or("");
  if (ended.jail_report.has_value() && !(report.empty() && from_here)) {
    std::optional<End> end = EndFromJail(report);
    if (end.has_value() && end->verdict != Verdict::kLeak) return *end;
    if (end.has_value()) asked.left = std::move(end->text);
  }
  if (ended.output.truncated) {
    return {Verdict::kOutLimit, "more than 1 MiB of output"};
  }
  if (ended.output.timed_out) {
    return TimedOut(options, ended.time_was_for_all);
  }
  absl::StatusOr<Values> answer = DecodeAnswer(ended.output.out, nonce);
  if (!ended.status.ok() || absl::IsNotFound(answer.status())) {
    return EndOf(ended.status, ended.output.err);
  }
  if (!answer.ok()) {
    return {Verdict::kPrematureExit, std::string(answer.status().message())};
  }
  if (ended.output.held_open && asked.left.empty()) {
    asked.left = "a process that was left behind holds its output open";
  }
  asked.values = *std::move(answer);
  return {Verdict::kPass, ""};
}

}  // namespace

Asked AskProcess(const StudentOptions& options, absl::string_view name,
                 const Values& arguments) {
  const Question question = {.nonce = RandomNonce(),
                             .name = std::string(name),
                             .arguments = arguments};
  Asked asked;
  if (TimeForAll(options) <= absl::ZeroDuration()) {
    asked.end = {Verdict::kWallLimit,
                 "not asked: the time for all checks was over"};
    return asked;
  }
  absl::StatusOr<Ended> ended = RunToItsEnd(options, EncodeQuestion(question));
  if (!ended.ok()) {
    asked.end = {Verdict::kInfra, std::string(ended.status().message())};
    return asked;
  }
  asked.end = Judge(*ended, question.nonce, options, asked);
  asked.output = ShownPart(ended->output.err);
  return asked;
}

}  // namespace exercise::internal
