// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/run_tests.h"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <ostream>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "tools/grade/bazel.h"
#include "tools/grade/build_events.h"
#include "tools/grade/options.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> TestCommand(const GraderOptions& options,
                                     const fs::path& events) {
  std::vector<std::string> command = BazelCommand(
      options, "test",
      {SubmissionsFlag(options),
       absl::StrCat("--build_event_json_file=", events.string()),
       // Not what else a library can be built as, which no test needs.
       "--build_tests_only", "--keep_going", "--nocheck_visibility",
       "--test_output=summary", "--noverbose_failures",
       absl::StrCat("--runs_per_test=", options.runs),
       // No verdict is a fault of ours: once more, and once more.
       "--flaky_test_attempts=3"});
  command.push_back("@submissions//...");
  return command;
}

absl::StatusOr<process::Subprocess> Start(
    const GraderOptions& options, const std::vector<std::string>& command,
    const fs::path& log) {
  process::StartOptions start;
  start.cwd = options.workspace.string();
  start.in = process::Stdio::Null();
  start.out = process::Stdio::File(log.string(), process::FileMode::kTruncate);
  start.err = process::Stdio::Stdout();
  return process::Subprocess::Start(command, start);
}

// What a file has got since the last call.
class Growing {
 public:
  explicit Growing(fs::path path) : path_(std::move(path)) {}

  std::string Read() {
    std::ifstream file(path_, std::ios::binary);
    if (!file) return "";
    file.seekg(read_);
    std::string piece(std::istreambuf_iterator<char>(file), {});
    read_ += static_cast<std::streamoff>(piece.size());
    return piece;
  }

 private:
  const fs::path path_;
  std::streamoff read_ = 0;
};

// Whether Bazel came to the end of all tests, whatever came of them.
bool IsWhole(const BuildEvents& events) {
  // 0: all tests passed; 1: something was not built; 3: a test failed.
  const std::set<int> kRan = {0, 1, 3};
  return events.exit_code().has_value() && kRan.contains(*events.exit_code());
}

}  // namespace

std::string ProgressLine(size_t done, size_t total, absl::Duration passed) {
  std::string line = absl::StrCat("graded ", done, " of ", total);
  if (done == 0 || done >= total) return line;
  const absl::Duration left =
      passed * (static_cast<double>(total - done) / static_cast<double>(done));
  absl::StrAppend(&line, ", about ",
                  absl::FormatDuration(absl::Trunc(left, absl::Seconds(1))),
                  " left");
  return line;
}

absl::StatusOr<BuildEvents> RunTests(const GraderOptions& options, size_t total,
                                     std::ostream& progress) {
  const fs::path events_file =
      SubmissionsFolder(options).parent_path() / "events.json";
  const fs::path log = SubmissionsFolder(options).parent_path() / "bazel.log";
  std::error_code ignored;
  fs::remove(events_file, ignored);
  absl::StatusOr<process::Subprocess> bazel =
      Start(options, TestCommand(options, events_file), log);
  if (!bazel.ok()) return bazel.status();
  const absl::Time started = absl::Now();
  Growing file(events_file);
  BuildEvents events;
  size_t shown = 0;
  for (bool ended = false; !ended;) {
    ended = bazel->Wait(absl::Milliseconds(500)).ok();
    events.Add(file.Read());
    const size_t done = events.tests().size();
    if (done == shown) continue;
    shown = done;
    progress << ProgressLine(done, total, absl::Now() - started) << std::endl;
  }
  if (IsWhole(events)) return events;
  return absl::InternalError(
      absl::StrCat("Bazel did not come to an end; its log is ", log.string(),
                   ". Give the same command again: what was graded is kept."));
}

}  // namespace grade
