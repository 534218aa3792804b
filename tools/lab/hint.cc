// SPDX-License-Identifier: Apache-2.0
//
// lab hint: one hint at a time. .lab/hints.json remembers how many were shown.

#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/lab/replace_file.h"
#include "common/lab/text.h"
#include "nlohmann/json.hpp"
#include "tools/lab/chosen.h"
#include "tools/lab/command.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

fs::path MemoryOf(const Workspace& workspace) {
  return workspace.root / ".lab" / "hints.json";
}

// How many hints of each exercise were shown, by its id. A file that is damaged
// is one that is not there: hints are no secret.
nlohmann::json ReadShown(const Workspace& workspace) {
  absl::StatusOr<std::string> text = ReadFile(MemoryOf(workspace));
  if (!text.ok()) return nlohmann::json::object();
  nlohmann::json shown =
      nlohmann::json::parse(*text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  return shown.is_object() ? shown : nlohmann::json::object();
}

size_t Shown(const nlohmann::json& shown, const Exercise& exercise) {
  const auto found = shown.find(exercise.info.id);
  if (found == shown.end() || !found->is_number_unsigned()) return 0;
  return found->get<size_t>();
}

absl::Status Remember(const Workspace& workspace, const Exercise& exercise,
                      size_t level) {
  nlohmann::json shown = ReadShown(workspace);
  if (Shown(shown, exercise) >= level) return absl::OkStatus();
  shown[exercise.info.id] = level;
  std::error_code ignored;  // ReplaceFile() will tell
  fs::create_directories(MemoryOf(workspace).parent_path(), ignored);
  return lab::ReplaceFile(MemoryOf(workspace), shown.dump(2) + "\n");
}

// Which hint is asked for, 1 being the first.
absl::StatusOr<size_t> Level(const Workspace& workspace,
                             const Exercise& exercise, const Request& request) {
  const size_t last = exercise.info.hints.size();
  if (!request.has("level")) {
    const size_t next = Shown(ReadShown(workspace), exercise) + 1;
    if (next <= last) return next;
    return absl::NotFoundError(
        absl::StrCat("you have seen all ", last, " hints of ", exercise.info.id,
                     "; --level N (1 to ", last, ") shows one again"));
  }
  size_t level = 0;
  if (absl::SimpleAtoi(request.flags.at("level"), &level) && level >= 1 &&
      level <= last) {
    return level;
  }
  return absl::NotFoundError(
      absl::StrCat("there is no hint '", request.flags.at("level"),
                   "': ", exercise.info.id, " has hints 1 to ", last));
}

}  // namespace

absl::StatusOr<int> Hint(const Context& context, const Request& request) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  absl::StatusOr<Exercise> exercise = Chosen(*workspace, request);
  if (!exercise.ok()) return exercise.status();
  const exercise::Info& info = exercise->info;
  absl::StatusOr<size_t> level = Level(*workspace, *exercise, request);
  if (!level.ok()) return level.status();
  context.out << context.paint.Strong(absl::StrCat(info.id, " ", info.title,
                                                   ", hint ", *level, " of ",
                                                   info.hints.size()))
              << "\n\n"
              << lab::Wrap(info.hints[*level - 1], {.indent = "  "}) << "\n";
  if (*level < info.hints.size()) {
    context.out << "The next one says more:  "
                << CallOf(absl::StrCat("hint ", info.id)) << "\n";
  } else {
    context.out << "That was the last one.\n";
  }
  absl::Status status = Remember(*workspace, *exercise, *level);
  if (!status.ok()) {
    context.error << lab::Wrap(absl::StrCat(
        "lab: it will not be remembered that you saw it: ", status.message()));
  }
  return 0;
}

}  // namespace lab_command
