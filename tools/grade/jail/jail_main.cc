// SPDX-License-Identifier: Apache-2.0
//
// Runs a program that may be hostile, between the judge and the student's code:
//
//   judge --jailed -- jail --limits='{"cpu_seconds": 5}' -- runner
//
// Standard streams and exit status pass through; where a signal ended the
// program, the same one ends the jail. Where a limit ended it, or it never
// started, the exit code is 125. One line stands in the file that the variable
// JAIL_REPORT names (common/exercise/end.h):
//
//   CPU_LIMIT computed for more than 5s      or, if it ended by itself:  ENDED
//
// Without the variable, it goes to standard error, unless it is ENDED.
//
// --log=FILE adds one line of JSON about the run: how it ended, what it used.

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/process/communicate.h"
#include "common/process/stdio.h"
#include "nlohmann/json.hpp"
#include "tools/grade/jail/jail.h"
#include "tools/grade/jail/limits.h"

ABSL_FLAG(std::string, limits, "{}",
          "JSON object; see limits.h for its members and defaults");
ABSL_FLAG(std::string, log, "", "file to which a line about the run is added");
ABSL_FLAG(std::string, init, "",
          "//tools/grade/jail:init, to notice processes that are left behind");
ABSL_FLAG(std::vector<std::string>, copy, {},
          "files that are copied in, as HERE=THERE,...");

namespace grade {
namespace {

constexpr int kFailedCode = 125;

// All of `bytes`, in pieces that a pipe takes at once. False: nobody reads.
bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(descriptor, bytes.data(), bytes.size());
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  return true;
}

absl::StatusOr<JailOptions> OptionsFromFlags() {
  const nlohmann::json json =
      nlohmann::json::parse(absl::GetFlag(FLAGS_limits), nullptr, false);
  absl::StatusOr<Limits> limits = LimitsFromJson(json);
  if (!limits.ok()) return limits.status();
  JailOptions options;
  options.limits = *limits;
  options.in = process::Stdio::Inherit();
  options.init = absl::GetFlag(FLAGS_init);
  // The judge's words to ThreadSanitizer, which stops at the first race.
  if (const char* tsan = std::getenv("TSAN_OPTIONS"); tsan != nullptr) {
    options.env = {{"TSAN_OPTIONS", tsan}};
  }
  for (const std::string& file : absl::GetFlag(FLAGS_copy)) {
    const std::vector<std::string> parts = absl::StrSplit(file, '=');
    if (parts.size() != 2) {
      return absl::InvalidArgumentError(
          absl::StrCat("--copy wants HERE=THERE, not ", file));
    }
    options.files.push_back({parts[0], parts[1]});
  }
  return options;
}

void Tell(const JailReport& report) {
  if (!absl::GetFlag(FLAGS_log).empty()) {
    std::ofstream(absl::GetFlag(FLAGS_log), std::ios::app)
        << ToJson(report).dump() << "\n";
  }
  const bool by_itself =
      report.end == JailEnd::kExited || report.end == JailEnd::kSignaled;
  const std::string line =
      by_itself ? "ENDED" : absl::StrCat(Name(report.end), " ", report.detail);
  if (const char* file = std::getenv("JAIL_REPORT"); file != nullptr) {
    std::ofstream(file) << line << "\n";
  } else if (!by_itself) {
    std::cerr << "jail: " << line << "\n";
  }
}

// So that who waits for the jail sees what became of the program.
void EndBySignal(int number) {
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(number, SIG_DFL);
  raise(number);
}

int Main(int argc, char* argv[]) {
  absl::SetProgramUsageMessage("jail [--limits=JSON] -- PROGRAM [ARGUMENT]...");
  const std::vector<char*> words = absl::ParseCommandLine(argc, argv);
  const std::vector<std::string> args(words.begin() + 1, words.end());
  // A judge that reads no more is no reason to die before the report.
  signal(SIGPIPE, SIG_IGN);
  JailReport report;
  const absl::StatusOr<JailOptions> options = OptionsFromFlags();
  if (!options.ok()) {
    report.detail = std::string(options.status().message());
  } else {
    absl::StatusOr<JailReport> run = RunInJail(
        args, *options, [](process::OutputStream stream, absl::string_view s) {
          return WriteAll(stream == process::OutputStream::kOut ? STDOUT_FILENO
                                                                : STDERR_FILENO,
                          s);
        });
    if (run.ok()) report = *std::move(run);
    if (!run.ok()) report.detail = std::string(run.status().message());
  }
  Tell(report);
  switch (report.end) {
    case JailEnd::kExited:
    case JailEnd::kLeftBehind:
      return static_cast<int>(report.status.exit_code());
    case JailEnd::kSignaled:
      EndBySignal(report.status.term_signal());
      return kFailedCode;
    default:
      return kFailedCode;
  }
}

}  // namespace
}  // namespace grade

int main(int argc, char* argv[]) { return grade::Main(argc, argv); }
