// SPDX-License-Identifier: Apache-2.0
//
// The staff's command.
//
//   bazel run //tools:grade -- --submissions=DIR --out=DIR
//   bazel run //tools:grade -- --diff OLD NEW
//   bazel run //tools:grade -- --explain OUT STUDENT ch38/1
//
// Ends with 0 if every submission has its verdict, with 1 if some have none for
// a reason of ours (INFRA), with 2 if it could not grade at all.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/exercise/verdict.h"
#include "tools/grade/bazel.h"
#include "tools/grade/compare.h"
#include "tools/grade/grader.h"
#include "tools/grade/grading_lock.h"
#include "tools/grade/options.h"
#include "tools/grade/places.h"
#include "tools/grade/publish.h"
#include "tools/grade/record.h"

ABSL_FLAG(std::string, submissions, "", "folder with what students handed in");
ABSL_FLAG(std::string, out, "", "folder for what comes of it");
ABSL_FLAG(std::string, only, "", "one exercise, as ch38/1");
ABSL_FLAG(int, runs, 1, "how often each is judged; a PASS passes them all");
ABSL_FLAG(std::string, roster, "", "gradebook that Canvas exported");
ABSL_FLAG(std::string, column, "", "its column to fill in, as \"Lab 38\"");
ABSL_FLAG(std::string, title, "Grades", "the assignment's name");
ABSL_FLAG(std::string, classroom, "", "name of the class, for Classroom 50");
ABSL_FLAG(std::string, salt, "",
          "other text, other questions; empty: this machine's own");
ABSL_FLAG(std::string, exercises, "//labs/...", "where the exercises are");
ABSL_FLAG(std::vector<std::string>, bazel, {},
          "flags for Bazel, as --bazel=--config=cache");
ABSL_FLAG(bool, diff, false, "compare two output folders: OLD NEW");
ABSL_FLAG(bool, explain, false, "explain one verdict: OUT STUDENT EXERCISE");

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr char kUsage[] =
    "grades submissions.\n"
    "  --submissions=DIR --out=DIR [--roster=canvas.csv --column=TITLE]\n"
    "  --diff OLD NEW\n"
    "  --explain OUT STUDENT EXERCISE\n";

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// Paths count from where the command was typed.
fs::path Typed(const std::string& path) {
  const std::string from = Variable("BUILD_WORKING_DIRECTORY");
  return fs::absolute(from.empty() ? fs::path(path) : fs::path(from) / path)
      .lexically_normal();
}

fs::path CacheFolder() {
  const std::string given = Variable("XDG_CACHE_HOME");
  const fs::path base =
      given.empty() ? fs::path(Variable("HOME")) / ".cache" : fs::path(given);
  return base / "concurrency_labs" / "grade";
}

absl::StatusOr<GraderOptions> OptionsFromFlags() {
  GraderOptions options;
  if (absl::GetFlag(FLAGS_submissions).empty() ||
      absl::GetFlag(FLAGS_out).empty()) {
    return absl::InvalidArgumentError(
        "--submissions=DIR and --out=DIR are needed; --help tells more");
  }
  if (absl::GetFlag(FLAGS_runs) < 1) {
    return absl::InvalidArgumentError("--runs must be 1 or more");
  }
  if (absl::GetFlag(FLAGS_roster).empty() !=
      absl::GetFlag(FLAGS_column).empty()) {
    return absl::InvalidArgumentError("--roster and --column go together");
  }
  options.workspace = Variable("BUILD_WORKSPACE_DIRECTORY");
  if (options.workspace.empty()) {
    return absl::InvalidArgumentError(
        "start it with: bazel run //tools:grade -- ...");
  }
  options.tools = fs::current_path();  // bazel run's: the runfiles
  options.submissions = Typed(absl::GetFlag(FLAGS_submissions));
  options.out = Typed(absl::GetFlag(FLAGS_out));
  if (absl::Status apart = CheckApart(options.submissions, options.out);
      !apart.ok()) {
    return apart;
  }
  options.cache = CacheFolder();
  options.exercises = absl::GetFlag(FLAGS_exercises);
  options.only = absl::GetFlag(FLAGS_only);
  options.salt = absl::GetFlag(FLAGS_salt);
  if (options.salt.empty()) {
    absl::StatusOr<std::string> salt = OwnSalt(options.cache);
    if (!salt.ok()) return salt.status();
    options.salt = *std::move(salt);
  }
  options.runs = absl::GetFlag(FLAGS_runs);
  options.bazel_flags = absl::GetFlag(FLAGS_bazel);
  return options;
}

// "31 PASS, 4 WRONG, ..."
std::string Counts(const std::vector<Record>& records) {
  std::map<exercise::Verdict, int> counts;
  for (const Record& record : records) ++counts[record.verdict];
  std::string text;
  for (const auto& [verdict, count] : counts) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", count, " ",
                    exercise::Name(verdict));
  }
  return text;
}

absl::StatusOr<PublishOptions> PublishOptionsFromFlags(const fs::path& out) {
  PublishOptions publish;
  publish.out = out;
  publish.title = absl::GetFlag(FLAGS_title);
  publish.classroom = absl::GetFlag(FLAGS_classroom);
  publish.graded_at =
      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone());
  if (!absl::GetFlag(FLAGS_roster).empty()) {
    const fs::path path = Typed(absl::GetFlag(FLAGS_roster));
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      return absl::NotFoundError(absl::StrCat("cannot read ", path.string()));
    }
    publish.roster = std::string(std::istreambuf_iterator<char>(file), {});
    publish.canvas_column = absl::GetFlag(FLAGS_column);
  }
  return publish;
}

// Whether every submission has its verdict.
absl::StatusOr<bool> Grade() {
  const absl::StatusOr<GradingLock> lock =
      GradingLock::Take(CacheFolder(), std::cerr);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<GraderOptions> options = OptionsFromFlags();
  if (!options.ok()) return options.status();
  const absl::StatusOr<PublishOptions> publish =
      PublishOptionsFromFlags(options->out);
  if (!publish.ok()) return publish.status();
  std::error_code error;
  fs::create_directories(options->out, error);
  const absl::StatusOr<std::vector<Record>> records =
      GradeAll(*options, std::cerr);
  if (!records.ok()) return records.status();
  if (absl::Status done = Publish(*publish, *records); !done.ok()) return done;
  std::cout << Counts(*records) << "\n"
            << (options->out / "summary.html").string() << "\n";
  int open = 0;
  for (const Record& record : *records) {
    open += record.verdict == exercise::Verdict::kInfra;
  }
  if (open > 0) {
    std::cout << open
              << " have no verdict for a reason of ours; give the same command "
                 "again, and see --explain\n";
  }
  return open == 0;
}

absl::StatusOr<std::string> DiffText(const std::vector<std::string>& args) {
  if (args.size() != 2) {
    return absl::InvalidArgumentError("--diff takes two folders: OLD NEW");
  }
  const auto before = ReadAudit(Typed(args[0]) / "audit.jsonl");
  if (!before.ok()) return before.status();
  const auto after = ReadAudit(Typed(args[1]) / "audit.jsonl");
  if (!after.ok()) return after.status();
  return Compare(*before, *after);
}

absl::StatusOr<std::string> ExplainText(const std::vector<std::string>& args) {
  if (args.size() != 3) {
    return absl::InvalidArgumentError(
        "--explain takes OUT STUDENT EXERCISE, as in: out alice ch38/1");
  }
  GraderOptions options;
  options.workspace = Variable("BUILD_WORKSPACE_DIRECTORY");
  options.out = Typed(args[0]);
  options.cache = CacheFolder();
  const auto records = ReadAudit(options.out / "audit.jsonl");
  if (!records.ok()) return records.status();
  return Explain(*records, args[1], args[2], ReplayCommand(options));
}

int Fail(const absl::Status& status) {
  std::cerr << "grade: " << status.message() << "\n";
  return 2;
}

int Main(int argc, char* argv[]) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> words = absl::ParseCommandLine(argc, argv);
  const std::vector<std::string> args(words.begin() + 1, words.end());
  if (absl::GetFlag(FLAGS_diff) || absl::GetFlag(FLAGS_explain)) {
    const absl::StatusOr<std::string> text =
        absl::GetFlag(FLAGS_diff) ? DiffText(args) : ExplainText(args);
    if (!text.ok()) return Fail(text.status());
    std::cout << *text;
    return 0;
  }
  const absl::StatusOr<bool> all = Grade();
  if (!all.ok()) return Fail(all.status());
  return *all ? 0 : 1;
}

}  // namespace
}  // namespace grade

int main(int argc, char* argv[]) { return grade::Main(argc, argv); }
