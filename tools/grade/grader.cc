// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/grader.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/replace_file.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "nlohmann/json.hpp"
#include "tools/grade/build_events.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/jail/check.h"
#include "tools/grade/jail/limits.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"

namespace grade {
namespace {

namespace fs = std::filesystem;
using exercise::Verdict;
using nlohmann::json;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<std::string> Sha256(absl::string_view text) {
  process::RunOptions options;
  options.io.input = text;
  const absl::StatusOr<std::string> sum =
      process::CheckOutput({"sha256sum"}, options);
  if (!sum.ok()) return sum.status();
  return sum->substr(0, sum->find(' '));
}

// ---- Tools -----------------------------------------------------------------

struct Installed {
  fs::path compiler = {};
  std::string compiler_sum = "";  // sha256
  std::string grader_sum = "";    // of all programs that grade
};

// The compiler that Bazel is given. Its place is always the same: for what is
// not a student's, it is this machine's compiler, and what that has made is not
// made again with each new student_cc. What is a student's is: the generated
// BUILD files name the sum.
absl::StatusOr<Installed> Install(const GraderOptions& options) {
  Installed installed;
  std::string all;
  for (const char* tool : {"tools/grade/compile/student_cc",
                           "tools/grade/jail/jail", "tools/grade/referee"}) {
    all += ReadFile(options.tools / tool);
  }
  absl::StatusOr<std::string> sum = Sha256(all);
  if (!sum.ok()) return sum.status();
  installed.grader_sum = *sum;
  const std::string compiler =
      ReadFile(options.tools / "tools/grade/compile/student_cc");
  sum = Sha256(compiler);
  if (!sum.ok()) return sum.status();
  installed.compiler_sum = *sum;
  const fs::path place = options.cache / "compiler" / "student_cc";
  installed.compiler = place;
  std::error_code error;
  if (ReadFile(place) == compiler) return installed;
  fs::create_directories(place.parent_path(), error);
  const fs::path half = absl::StrCat(place.string(), ".", getpid());
  fs::copy_file(options.tools / "tools/grade/compile/student_cc", half, error);
  if (!error) {
    fs::permissions(half,
                    fs::perms::owner_all | fs::perms::group_read |
                        fs::perms::group_exec | fs::perms::others_read |
                        fs::perms::others_exec,
                    error);
  }
  if (!error) fs::rename(half, place, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot write ", place.string(), ": ", error.message()));
  }
  return installed;
}

// One for each checkout: what Bazel has fetched for one may point into it, and
// is broken when that is gone.
std::string OutputBaseFlag(const GraderOptions& options) {
  return absl::StrCat(
      "--output_base=", (options.cache / "bazel").string(),
      absl::StrReplaceAll(options.workspace.string(), {{"/", "_"}}));
}

std::vector<std::string> Bazel(const GraderOptions& options,
                               const std::string& command,
                               const fs::path& compiler) {
  return {"bazel", OutputBaseFlag(options), command,
          absl::StrCat("--repo_env=CC=", compiler.string()),
          absl::StrCat("--disk_cache=", (options.cache / "disk").string()),
          // Inputs of students' code that are not declared are not there.
          "--strategy=CppCompile=sandboxed", "--noshow_progress"};
}

absl::StatusOr<std::string> RunBazel(const GraderOptions& options,
                                     const std::vector<std::string>& command) {
  process::RunOptions run;
  run.start.cwd = options.workspace.string();
  absl::StatusOr<process::CompletedProcess> done = process::Run(command, run);
  if (!done.ok()) return done.status();
  if (!done->status.ok()) {
    const size_t shown = 3000;
    const std::string& err = done->err;
    return absl::InternalError(absl::StrCat(
        absl::StrJoin(command, " "), " failed:\n",
        err.size() > shown ? err.substr(err.size() - shown) : err));
  }
  return done->out;
}

// ---- Where it is run --------------------------------------------------------

// Flags may have Bazel run submissions on other machines: the jail has to hold
// there. Which of several machines that is, is Bazel's choice.
absl::Status CheckJailWhereBazelRuns(const GraderOptions& options,
                                     const fs::path& compiler) {
  if (options.bazel_flags.empty()) return absl::OkStatus();
  std::vector<std::string> command = Bazel(options, "test", compiler);
  command.insert(command.end(), options.bazel_flags.begin(),
                 options.bazel_flags.end());
  // Last, and so whatever the flags say: what held yesterday says nothing.
  command.insert(command.end(),
                 {"--nocache_test_results", "--test_output=errors",
                  "//tools/grade/jail:holds"});
  process::RunOptions run;
  run.start.cwd = options.workspace.string();
  absl::StatusOr<process::CompletedProcess> done = process::Run(command, run);
  if (!done.ok()) return done.status();
  if (done->status.ok()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "with ", absl::StrJoin(options.bazel_flags, " "),
      " the jail does not hold where submissions would run, so nothing is "
      "graded:\n",
      done->out, done->err));
}

// ---- Exercises -------------------------------------------------------------

absl::StatusOr<std::vector<GradedExercise>> FindExercises(
    const GraderOptions& options, const fs::path& compiler) {
  std::vector<std::string> query = {
      "bazel", OutputBaseFlag(options), "query", "--noshow_progress",
      absl::StrCat("attr(name, '^_json$', ", options.exercises, ")")};
  const absl::StatusOr<std::string> labels = RunBazel(options, query);
  if (!labels.ok()) return labels.status();
  const std::vector<std::string> found =
      absl::StrSplit(*labels, '\n', absl::SkipEmpty());
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there are no exercises in ", options.exercises));
  }
  std::vector<std::string> build = Bazel(options, "build", compiler);
  build.insert(build.end(), options.bazel_flags.begin(),
               options.bazel_flags.end());
  build.insert(build.end(), found.begin(), found.end());
  if (absl::Status built = RunBazel(options, build).status(); !built.ok()) {
    return built;
  }
  std::vector<std::string> info = Bazel(options, "info", compiler);
  info.push_back("bazel-bin");
  const absl::StatusOr<std::string> bin = RunBazel(options, info);
  if (!bin.ok()) return bin.status();
  std::vector<GradedExercise> exercises;
  for (const std::string& label : found) {
    const std::string package = label.substr(2, label.find(':') - 2);
    const fs::path file =
        fs::path(absl::StripAsciiWhitespace(*bin)) / package / "exercise.json";
    absl::StatusOr<GradedExercise> exercise = GradedExerciseFromJson(
        json::parse(ReadFile(file), nullptr, false), options.salt);
    if (!exercise.ok()) return exercise.status();
    if (options.only.empty() || options.only == exercise->exercise.id) {
      exercises.push_back(*std::move(exercise));
    }
  }
  if (exercises.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there is no exercise ", options.only));
  }
  std::sort(exercises.begin(), exercises.end(),
            [](const GradedExercise& a, const GradedExercise& b) {
              return a.exercise.id < b.exercise.id;
            });
  return exercises;
}

// ---- Progress --------------------------------------------------------------

class Progress {
 public:
  Progress(std::ostream& out, size_t total)
      : out_(out), total_(total), started_(absl::Now()) {}

  void Show(size_t done) {
    if (done == shown_ || total_ == 0) return;
    shown_ = done;
    const absl::Duration passed = absl::Now() - started_;
    out_ << "graded " << done << " of " << total_;
    if (done < total_ && done > 0) {
      const absl::Duration left = passed * (static_cast<double>(total_ - done) /
                                            static_cast<double>(done));
      out_ << ", about "
           << absl::FormatDuration(absl::Trunc(left, absl::Seconds(1)))
           << " left";
    }
    out_ << std::endl;
  }

 private:
  std::ostream& out_;
  const size_t total_;
  const absl::Time started_;
  size_t shown_ = 0;
};

// ---- The run ---------------------------------------------------------------

fs::path Hidden(const GraderOptions& options) { return options.out / ".grade"; }

std::vector<std::string> TestCommand(const GraderOptions& options,
                                     const fs::path& compiler,
                                     const fs::path& events) {
  std::vector<std::string> command = Bazel(options, "test", compiler);
  command.insert(
      command.end(),
      {absl::StrCat("--override_repository=submissions=",
                    (Hidden(options) / "submissions").string()),
       absl::StrCat("--build_event_json_file=", events.string()),
       // Not what else a library can be built as, which no test needs.
       "--build_tests_only", "--keep_going", "--nocheck_visibility",
       "--test_output=summary", "--noverbose_failures",
       absl::StrCat("--runs_per_test=", options.runs),
       // No verdict is a fault of ours: once more, and once more.
       "--flaky_test_attempts=3"});
  command.insert(command.end(), options.bazel_flags.begin(),
                 options.bazel_flags.end());
  command.push_back("@submissions//...");
  return command;
}

// Reads the file as Bazel writes it, until Bazel has ended.
absl::StatusOr<BuildEvents> RunTests(const GraderOptions& options,
                                     const fs::path& compiler, size_t total,
                                     std::ostream& out) {
  const fs::path events_file = Hidden(options) / "events.json";
  const fs::path log = Hidden(options) / "bazel.log";
  std::error_code ignored;
  fs::remove(events_file, ignored);
  process::StartOptions start;
  start.cwd = options.workspace.string();
  start.in = process::Stdio::Null();
  start.out = process::Stdio::File(log.string(), process::FileMode::kTruncate);
  start.err = process::Stdio::Stdout();
  absl::StatusOr<process::Subprocess> bazel = process::Subprocess::Start(
      TestCommand(options, compiler, events_file), start);
  if (!bazel.ok()) return bazel.status();
  BuildEvents events;
  Progress progress(out, total);
  std::streamoff read = 0;
  for (bool ended = false; !ended;) {
    ended = bazel->Wait(absl::Milliseconds(500)).ok();
    std::ifstream file(events_file, std::ios::binary);
    if (!file) continue;
    file.seekg(read);
    const std::string piece(std::istreambuf_iterator<char>(file), {});
    read += static_cast<std::streamoff>(piece.size());
    events.Add(piece);
    progress.Show(events.tests().size());
  }
  // 0: all tests passed; 1: something was not built; 3: a test failed.
  const std::set<int> kRan = {0, 1, 3};
  if (!events.exit_code().has_value() || !kRan.contains(*events.exit_code())) {
    return absl::InternalError(absl::StrCat(
        "Bazel did not come to an end; its log is ", log.string(),
        ". Give the same command again: what was graded is kept."));
  }
  return events;
}

// ---- Records ---------------------------------------------------------------

void SetInfra(std::string text, Record& record) {
  record.verdict = Verdict::kInfra;
  record.points = 0;
  record.text = std::move(text);
}

// What the referee said, on a line of its own. Within that line stands text of
// students, who may write what they like, but no line end.
absl::StatusOr<json> GradeIn(const fs::path& log) {
  constexpr absl::string_view kMark = "\nGRADE ";
  const std::string text = absl::StrCat("\n", ReadFile(log));
  const size_t begin = text.rfind(kMark);
  if (begin == std::string::npos) {
    return absl::NotFoundError("the referee said nothing");
  }
  const size_t line = begin + kMark.size();
  json grade = json::parse(text.substr(line, text.find('\n', line) - line),
                           nullptr, false);
  if (!grade.is_object()) return absl::InternalError("the referee was cut off");
  return grade;
}

// One run's grade as a record's.
absl::Status Take(const json& grade, Record& record) {
  json whole = ToJson(record);
  for (const char* name : {"verdict", "points", "max_points", "text", "checks",
                           "seconds", "cpu_seconds", "peak_memory"}) {
    if (grade.contains(name)) whole[name] = grade[name];
  }
  absl::StatusOr<Record> taken = RecordFromJson(whole);
  if (!taken.ok()) return taken.status();
  record = *std::move(taken);
  return absl::OkStatus();
}

// All runs of one test together: the worst counts, and PASS only if all passed.
void TakeRuns(const std::map<int, TestRun>& runs, Record& record) {
  const Record begun = record;
  std::optional<Record> worst;
  int passed = 0;
  for (const auto& [number, run] : runs) {
    Record one = begun;
    const absl::StatusOr<json> grade = GradeIn(run.log);
    absl::Status taken = grade.status();
    if (taken.ok()) taken = Take(*grade, one);
    if (!taken.ok()) {
      SetInfra(absl::StrCat(taken.message(), " (", run.status, ")"), one);
    }
    if (one.verdict == Verdict::kPass) ++passed;
    const bool is_worse =
        !worst.has_value() || one.verdict == Verdict::kInfra ||
        (worst->verdict != Verdict::kInfra && one.points < worst->points);
    if (is_worse) worst = std::move(one);
  }
  record = *std::move(worst);
  record.runs = static_cast<int>(runs.size());
  record.runs_passed = passed;
  if (passed > 0 && passed < record.runs && record.verdict != Verdict::kInfra) {
    record.verdict = Verdict::kFlaky;
  }
}

absl::StatusOr<std::string> ContentHash(const Answer& answer) {
  std::string all;
  for (const auto& [name, text] : answer.files) {
    absl::StrAppend(&all, name, absl::string_view("\0", 1), text.size(),
                    absl::string_view("\0", 1), text);
  }
  return Sha256(all);
}

absl::StatusOr<Record> Begin(const Submission& submission,
                             const GradedExercise& graded,
                             const std::string& grader) {
  Record record;
  record.student = submission.hand_in.student;
  record.canvas_id = submission.hand_in.canvas_id;
  record.name = submission.hand_in.name;
  record.late = submission.hand_in.late;
  record.exercise = graded.exercise.id;
  record.title = graded.exercise.title;
  record.max_points = graded.exercise.points;
  record.seed = graded.seed;
  record.limits = ToJson(graded.limits);
  record.grader = grader;
  record.notes = submission.notes;
  if (submission.rejected.has_value()) {
    record.verdict = Verdict::kRejected;
    record.text = *submission.rejected;
    return record;
  }
  const Answer& answer = submission.answers.at(graded.exercise.id);
  absl::StatusOr<std::string> content = ContentHash(answer);
  if (!content.ok()) return content.status();
  record.content = *std::move(content);
  if (!answer.missing.empty()) {
    record.verdict = Verdict::kMissingFile;
    record.text =
        absl::StrCat("not there: ", absl::StrJoin(answer.missing, "; "));
  }
  return record;
}

// An exercise that builds on one that failed, and that failed itself, costs
// nothing more.
void SkipDependents(const std::vector<GradedExercise>& exercises,
                    std::vector<Record>& of_one) {
  for (size_t e = 0; e < exercises.size(); ++e) {
    for (const std::string& needed : exercises[e].requires_ids) {
      const auto before = std::find_if(
          of_one.begin(), of_one.end(),
          [&](const Record& record) { return record.exercise == needed; });
      Record& record = of_one[e];
      if (before == of_one.end() || before->verdict == Verdict::kPass ||
          record.verdict == Verdict::kPass ||
          record.verdict == Verdict::kRejected ||
          record.verdict == Verdict::kInfra) {
        continue;
      }
      absl::StrAppend(
          &record.text, record.text.empty() ? "" : "\n", "skipped, as ", needed,
          " comes first; on its own: ", exercise::Name(record.verdict));
      record.verdict = Verdict::kSkipped;
      record.points = record.max_points = 0;
    }
  }
}

absl::StatusOr<std::vector<Record>> MakeRecords(
    const std::vector<GradedExercise>& exercises,
    const std::vector<Submission>& submissions,
    const std::vector<Target>& targets, const BuildEvents& events,
    const std::string& grader) {
  std::map<std::pair<size_t, size_t>, std::string> labels;
  for (const Target& target : targets) {
    labels[{target.submission, target.exercise}] = target.label;
  }
  std::vector<Record> records;
  for (size_t s = 0; s < submissions.size(); ++s) {
    std::vector<Record> of_one;
    for (size_t e = 0; e < exercises.size(); ++e) {
      absl::StatusOr<Record> record =
          Begin(submissions[s], exercises[e], grader);
      if (!record.ok()) return record.status();
      if (const auto label = labels.find({s, e}); label != labels.end()) {
        record->target = label->second;
        const auto runs = events.tests().find(label->second);
        const auto failure = events.failures().find(label->second);
        if (runs != events.tests().end()) {
          TakeRuns(runs->second, *record);
        } else {
          SetInfra(failure != events.failures().end()
                       ? failure->second
                       : "Bazel has not come to it",
                   *record);
        }
      }
      of_one.push_back(*std::move(record));
    }
    SkipDependents(exercises, of_one);
    records.insert(records.end(), of_one.begin(), of_one.end());
  }
  return records;
}

absl::StatusOr<std::vector<Submission>> CollectAll(
    const GraderOptions& options, const std::vector<GradedExercise>& exercises,
    std::ostream& progress) {
  Assignment assignment;
  for (const GradedExercise& graded : exercises) {
    assignment.push_back(graded.exercise);
  }
  const absl::StatusOr<std::vector<HandIn>> hand_ins =
      FindHandIns(options.submissions);
  if (!hand_ins.ok()) return hand_ins.status();
  std::vector<Submission> submissions;
  for (const HandIn& hand_in : *hand_ins) {
    absl::StatusOr<Submission> submission = Collect(hand_in, assignment);
    if (!submission.ok()) return submission.status();
    submissions.push_back(*std::move(submission));
  }
  progress << submissions.size() << " submissions of " << exercises.size()
           << " exercises" << std::endl;
  return submissions;
}

}  // namespace

std::string BazelCommand(const GraderOptions& options) {
  return absl::StrCat("bazel ", OutputBaseFlag(options),
                      " test --nocheck_visibility --test_output=all "
                      "--override_repository=submissions=",
                      (Hidden(options) / "submissions").string());
}

absl::StatusOr<std::vector<Record>> GradeAll(const GraderOptions& options,
                                             std::ostream& progress) {
  if (absl::Status holds =
          CheckJail((options.tools / "tools/grade/jail/probe").string());
      !holds.ok()) {
    return holds;
  }
  const absl::StatusOr<Installed> installed = Install(options);
  if (!installed.ok()) return installed.status();
  if (absl::Status holds =
          CheckJailWhereBazelRuns(options, installed->compiler);
      !holds.ok()) {
    return holds;
  }
  progress << "looking for exercises" << std::endl;
  const absl::StatusOr<std::vector<GradedExercise>> exercises =
      FindExercises(options, installed->compiler);
  if (!exercises.ok()) return exercises.status();
  const absl::StatusOr<std::vector<Submission>> submissions =
      CollectAll(options, *exercises, progress);
  if (!submissions.ok()) return submissions.status();
  const absl::StatusOr<std::vector<Target>> targets =
      WriteRepository(Hidden(options) / "submissions", *exercises, *submissions,
                      installed->compiler_sum);
  if (!targets.ok()) return targets.status();
  BuildEvents events;
  if (!targets->empty()) {
    absl::StatusOr<BuildEvents> ran =
        RunTests(options, installed->compiler, targets->size(), progress);
    if (!ran.ok()) return ran.status();
    events = *std::move(ran);
  }
  return MakeRecords(*exercises, *submissions, *targets, events,
                     installed->grader_sum);
}

}  // namespace grade
