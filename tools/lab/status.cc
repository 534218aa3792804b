// SPDX-License-Identifier: Apache-2.0
//
// lab status: a line for each exercise, and what comes next.

#include "absl/status/status.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/lab/text.h"
#include "tools/lab/command.h"
#include "tools/lab/standing.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

constexpr size_t kTitleWidth = 30;
constexpr int kWordsWidth = 22;

std::string Shortened(absl::string_view text, size_t width) {
  if (text.size() <= width) return std::string(text);
  return absl::StrCat(text.substr(0, width - 3), "...");
}

// Padded first: what colours a word has no width.
std::string PaintedWords(const Standing& standing, const Paint& paint) {
  const std::string words =
      absl::StrFormat("%-*s", kWordsWidth, Words(standing));
  if (standing.state == State::kDone) return paint.Good(words);
  if (standing.state == State::kFailing ||
      standing.state == State::kMissingFile) {
    return paint.Bad(words);
  }
  return InProgress(standing) ? paint.Open(words) : words;
}

std::string Line(const Exercise& exercise, const Standing& standing,
                 bool is_next, const Paint& paint) {
  return absl::StrFormat(
      "%s %-7s %-*s %s %7s %7s\n", is_next ? ">" : " ", exercise.info.id,
      static_cast<int>(kTitleWidth),
      Shortened(exercise.info.title, kTitleWidth),
      PaintedWords(standing, paint),
      absl::StrCat(standing.points, "/", exercise.info.points),
      absl::StrCat(exercise.info.minutes, " min"));
}

std::string Duration(int minutes) {
  if (minutes < 60) return absl::StrCat(minutes, " minutes");
  return absl::StrFormat("%d h %02d min", minutes / 60, minutes % 60);
}

struct Sums {
  size_t done = 0;
  int points = 0;
  int max_points = 0;
  int minutes_left = 0;
};

Sums Add(const Workspace& workspace, const std::vector<Standing>& standings) {
  Sums sums;
  for (size_t i = 0; i < standings.size(); ++i) {
    const exercise::Info& info = workspace.exercises[i].info;
    const bool done = standings[i].state == State::kDone;
    sums.done += done ? 1 : 0;
    sums.points += standings[i].points;
    sums.max_points += info.points;
    sums.minutes_left += done ? 0 : info.minutes;
  }
  return sums;
}

std::string Summary(size_t exercises, const Sums& sums) {
  std::string text =
      absl::StrFormat("\n%d of %d done, %d of %d points.", sums.done, exercises,
                      sums.points, sums.max_points);
  if (sums.done < exercises) {
    absl::StrAppend(&text, " Left: about ", Duration(sums.minutes_left), ".");
  }
  text += "\n";
  text +=
      "The points are those of the checks you have. When your work is graded "
      "there are\nmore checks, for the rest of the points.\n";
  return text;
}

std::string NotBuilt(const Workspace& workspace) {
  if (workspace.unknown.empty()) return "";
  std::string text =
      "\nNot told of, as Bazel has not built their exercise.json:\n";
  for (const std::string& package : workspace.unknown) {
    absl::StrAppend(&text, "  bazel build //", package, ":exercise.json\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<int> Status(const Context& context, const Request&) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  std::ostream& out = context.out;
  if (workspace->exercises.empty()) {
    out << "There are no exercises here yet.\n" << NotBuilt(*workspace);
    return 0;
  }
  const std::vector<Standing> standings = AllStandings(*workspace);
  const std::optional<size_t> next = Next(*workspace, standings);
  out << context.paint.Strong(absl::StrFormat(
      "  %-7s %-*s %-*s %7s %7s\n", "", static_cast<int>(kTitleWidth),
      "exercise", kWordsWidth, "how it stands", "points", "time"));
  for (size_t i = 0; i < standings.size(); ++i) {
    out << Line(workspace->exercises[i], standings[i], next == i,
                context.paint);
  }
  out << Summary(standings.size(), Add(*workspace, standings))
      << NotBuilt(*workspace) << "\n";
  if (next.has_value()) {
    out << "> is next:  " << CallOf("next") << "\n";
  } else {
    out << "All is done. To hand it in:  " << CallOf("submit") << "\n";
  }
  return 0;
}

}  // namespace lab_command
