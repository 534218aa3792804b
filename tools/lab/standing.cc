// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/standing.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"
#include "common/exercise/test_record.h"
#include "common/exercise/verdict.h"
#include "tools/lab/system.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

// The newest test.xml that any configuration's test has left: that of
// `bazel test --config=tsan` lies beside that of `bazel test`.
std::optional<fs::path> NewestTestXml(const Workspace& workspace,
                                      const Exercise& exercise) {
  std::optional<fs::path> newest;
  fs::file_time_type newest_time;
  std::error_code error;
  for (fs::directory_iterator it(workspace.root / "bazel-out", error), end;
       !error && it != end; it.increment(error)) {
    const fs::path file =
        it->path() / "testlogs" / exercise.info.package / "test" / "test.xml";
    std::error_code absent;
    const fs::file_time_type time = fs::last_write_time(file, absent);
    if (absent || (newest.has_value() && time <= newest_time)) continue;
    newest = file;
    newest_time = time;
  }
  return newest;
}

bool Passed(const exercise::CheckResult& check) {
  return check.verdict == exercise::Verdict::kPass;
}

// Where there is a test's record: what it says of the files as they are.
void AddRecord(const Workspace& workspace, const exercise::TestRecord& record,
               const exercise::FileHashes& files, Standing& standing) {
  const exercise::ExerciseResult& result = record.result;
  if (workspace.is_handout() && record.files != files) {
    standing.state = State::kChanged;
    return;
  }
  standing.result = result;
  if (result.verdict != exercise::Verdict::kPass) {
    standing.state = State::kFailing;
  } else {
    standing.state = record.whole ? State::kDone : State::kOneCheck;
  }
  if (!record.whole) return;
  standing.points = result.points;
  standing.checks = static_cast<int>(result.checks.size());
  standing.passed = static_cast<int>(
      std::count_if(result.checks.begin(), result.checks.end(), Passed));
}

void AddTest(const Workspace& workspace, const Exercise& exercise,
             const exercise::FileHashes& files, Standing& standing) {
  standing.state = State::kNotTested;
  const std::optional<fs::path> xml = NewestTestXml(workspace, exercise);
  if (!xml.has_value()) return;
  absl::StatusOr<std::string> text = ReadFile(*xml);
  if (!text.ok()) return;
  absl::StatusOr<exercise::TestRecord> record =
      exercise::RecordFromTestXml(*text);
  if (record.ok()) {
    AddRecord(workspace, *record, files, standing);
  } else if (absl::IsNotFound(record.status())) {
    standing.state = State::kUnfinished;
  }
}

}  // namespace

Standing StandingOf(const Workspace& workspace, const Exercise& exercise) {
  Standing standing;
  const exercise::FileHashes files =
      exercise::HashFiles(FolderOf(workspace, exercise), exercise.info.files);
  for (const std::string& file : exercise.info.files) {
    if (!files.contains(file)) standing.missing.push_back(file);
  }
  if (!standing.missing.empty()) {
    standing.state = State::kMissingFile;
  } else if (exercise.explored && RunsOnWindows()) {
    standing.state = State::kNotHere;
  } else if (workspace.is_handout() &&
             files == exercise::HashFiles(StartersOf(workspace, exercise),
                                          exercise.info.files)) {
    standing.state = State::kNotStarted;
  } else {
    AddTest(workspace, exercise, files, standing);
  }
  return standing;
}

std::string Words(const Standing& standing) {
  switch (standing.state) {
    case State::kNotStarted:
      return "not started";
    case State::kMissingFile:
      return "a file is missing";
    case State::kNotHere:
      return "needs Linux";
    case State::kNotTested:
      return "not tested yet";
    case State::kUnfinished:
      return "test did not finish";
    case State::kOneCheck:
      return "only one check tested";
    case State::kChanged:
      return "changed since tested";
    case State::kFailing:
      if (standing.passed == 0) return "failing";
      return absl::StrCat("failing, ", standing.passed, " of ", standing.checks,
                          " pass");
    case State::kDone:
      return "done";
  }
  return "";
}

bool InProgress(const Standing& standing) {
  return standing.state != State::kNotStarted &&
         standing.state != State::kNotHere && standing.state != State::kDone;
}

std::vector<Standing> AllStandings(const Workspace& workspace) {
  std::vector<Standing> standings;
  standings.reserve(workspace.exercises.size());
  for (const Exercise& exercise : workspace.exercises) {
    standings.push_back(StandingOf(workspace, exercise));
  }
  return standings;
}

std::optional<size_t> Next(const Workspace& workspace,
                           const std::vector<Standing>& standings) {
  const auto done = [&](absl::string_view id) {
    for (size_t i = 0; i < standings.size(); ++i) {
      if (workspace.exercises[i].info.id != id) continue;
      return standings[i].state == State::kDone;
    }
    return true;  // one that this handout has not
  };
  std::optional<size_t> not_started;
  std::optional<size_t> blocked;
  for (size_t i = 0; i < standings.size(); ++i) {
    if (InProgress(standings[i])) return i;
    if (standings[i].state != State::kNotStarted) continue;
    const std::vector<std::string>& needs = workspace.exercises[i].needs;
    std::optional<size_t>& first =
        std::all_of(needs.begin(), needs.end(), done) ? not_started : blocked;
    if (!first.has_value()) first = i;
  }
  return not_started.has_value() ? not_started : blocked;
}

const exercise::CheckResult* FirstFailure(
    const exercise::ExerciseResult& result) {
  for (const exercise::CheckResult& check : result.checks) {
    if (!Passed(check) && check.verdict != exercise::Verdict::kSkipped) {
      return &check;
    }
  }
  return nullptr;
}

}  // namespace lab_command
