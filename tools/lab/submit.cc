// SPDX-License-Identifier: Apache-2.0
//
// lab submit: submission.tar, with the student's files and manifest.json. The
// same files give the same archive, byte for byte.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/internal/sha256.h"
#include "common/lab/replace_file.h"
#include "common/lab/temp_directory.h"
#include "common/lab/text.h"
#include "common/process/find_executable.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "nlohmann/json.hpp"
#include "tools/lab/command.h"
#include "tools/lab/standing.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kArchive = "submission.tar";
// Files of an exercise are a few kB; staff refuse what is far beyond that.
constexpr size_t kMaxFile = size_t{1} << 20;
constexpr absl::string_view kHonesty =
    "I wrote what I hand in. Where I had help, I say so, here or in a comment "
    "beside the code.";

// ---- What goes in

struct Work {
  Exercise exercise;
  Standing standing;
};

// Those named, or all that were begun.
absl::StatusOr<std::vector<Work>> Choose(const Workspace& workspace,
                                         const Request& request) {
  std::vector<Work> chosen;
  for (const std::string& word : request.words) {
    absl::StatusOr<Exercise> exercise = FindExercise(workspace, word);
    if (!exercise.ok()) return exercise.status();
    if (absl::c_any_of(chosen, [&](const Work& other) {
          return other.exercise.info.id == exercise->info.id;
        })) {
      continue;
    }
    chosen.push_back({*exercise, StandingOf(workspace, *exercise)});
  }
  if (!request.words.empty()) return chosen;
  for (const Exercise& exercise : workspace.exercises) {
    Standing standing = StandingOf(workspace, exercise);
    if (standing.state == State::kNotStarted) continue;
    chosen.push_back({exercise, std::move(standing)});
  }
  if (!chosen.empty()) return chosen;
  return absl::FailedPreconditionError(
      absl::StrCat("there is nothing to hand in yet: no file differs from what "
                   "was handed out; ",
                   CallOf("next"), " says where to begin"));
}

struct Packed {
  std::string name;  // "labs/ch38/.../counter.h"
  std::string text;
  std::string hash;
};

absl::StatusOr<std::vector<Packed>> Pack(const Workspace& workspace,
                                         const Exercise& exercise) {
  std::vector<Packed> packed;
  for (const std::string& file : exercise.info.files) {
    const fs::path path = FolderOf(workspace, exercise) / file;
    std::error_code ignored;
    if (fs::is_symlink(path, ignored)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path.string(), " is a link; put the file itself there"));
    }
    absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) {
      return absl::NotFoundError(
          absl::StrCat(text.status().message(), "; ",
                       CallOf(absl::StrCat("reset ", exercise.info.id)),
                       " brings it back, or name the exercises to hand in"));
    }
    if (text->size() > kMaxFile) {
      return absl::FailedPreconditionError(
          absl::StrCat(path.string(), " has ", text->size(), " bytes; ",
                       kMaxFile, " are the most that may be handed in"));
    }
    packed.push_back({absl::StrCat(exercise.info.package, "/", file), *text,
                      absl::BytesToHexString(lab::Sha256(*text))});
  }
  return packed;
}

// ---- manifest.json

nlohmann::ordered_json Manifest(
    const Workspace& workspace, const Request& request,
    const std::vector<std::pair<std::string, std::vector<Packed>>>& packed) {
  nlohmann::ordered_json exercises = nlohmann::ordered_json::array();
  for (const auto& [id, files] : packed) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Packed& file : files) {
      list.push_back({{"path", file.name},
                      {"bytes", file.text.size()},
                      {"sha256", file.hash}});
    }
    exercises.push_back({{"id", id}, {"files", std::move(list)}});
  }
  nlohmann::ordered_json manifest = {{"format", "concurrency_labs/submission"},
                                     {"format_version", 1},
                                     {"handout", workspace.handout},
                                     {"honesty", std::string(kHonesty)}};
  if (request.has("note")) manifest["note"] = request.flags.at("note");
  manifest["exercises"] = std::move(exercises);
  return manifest;
}

// ---- The archive

absl::Status CannotPack(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("no archive was made: ", what));
}

// A file for tar to take, the same on every machine and at any time.
absl::Status Stage(const fs::path& folder, const std::string& name,
                   absl::string_view text) {
  const fs::path file = folder / name;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  absl::Status status = lab::ReplaceFile(file, text);
  if (!status.ok()) return status;
  const fs::file_time_type time =
      fs::file_time_type::clock::from_sys(absl::ToChronoTime(
          absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone())));
  fs::last_write_time(file, time, error);
  if (!error) {
    fs::permissions(file,
                    fs::perms::owner_read | fs::perms::owner_write |
                        fs::perms::group_read | fs::perms::others_read,
                    error);
  }
  return error ? CannotPack(error.message()) : absl::OkStatus();
}

// GNU's tar, and the other one that Windows and the BSDs have, say it in
// different words: the files are nobody's in particular.
absl::StatusOr<std::vector<std::string>> TarCommand(const Context& context) {
  absl::StatusOr<std::string> tar =
      process::FindExecutable("tar", {.env = context.env});
  if (!tar.ok()) {
    return CannotPack("there is no program tar; " + CallOf("doctor") +
                      " says more");
  }
  absl::StatusOr<std::string> version = process::CheckOutput(
      {*tar, "--version"},
      {.start = {.env = context.env}, .io = {.timeout = absl::Seconds(20)}});
  if (!version.ok()) return CannotPack(version.status().message());
  std::vector<std::string> command = {*tar, "--format=ustar"};
  const std::vector<std::string> owner =
      absl::StrContains(*version, "bsdtar")
          ? std::vector<std::string>{"--uid",   "0", "--gid",   "0",
                                     "--uname", "",  "--gname", ""}
          : std::vector<std::string>{"--owner=0", "--group=0",
                                     "--numeric-owner"};
  command.insert(command.end(), owner.begin(), owner.end());
  command.insert(command.end(), {"-cf", std::string(kArchive)});
  return command;
}

// The archive of the files `names` in `folder`, in that order. No argument is a
// full path: a colon in one would be the name of another machine to GNU's tar.
absl::StatusOr<std::string> Archive(const Context& context,
                                    const fs::path& folder,
                                    const std::vector<std::string>& names) {
  absl::StatusOr<std::vector<std::string>> command = TarCommand(context);
  if (!command.ok()) return command.status();
  command->insert(command->end(), names.begin(), names.end());
  absl::StatusOr<process::CompletedProcess> tar = process::Run(
      *command, {.start = {.cwd = folder.string(), .env = context.env},
                 .io = {.timeout = absl::Minutes(1)}});
  if (!tar.ok()) return CannotPack(tar.status().message());
  absl::Status status = tar->ToStatus();
  if (!status.ok()) return CannotPack(status.message());
  return ReadFile(folder / kArchive);
}

absl::Status Write(const Context& context, const std::string& manifest,
                   const std::vector<Packed>& files) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  std::vector<std::string> names = {"manifest.json"};
  absl::Status status = Stage(folder->path(), names[0], manifest);
  for (const Packed& file : files) {
    if (status.ok()) status = Stage(folder->path(), file.name, file.text);
    names.push_back(file.name);
  }
  if (!status.ok()) return status;
  absl::StatusOr<std::string> archive = Archive(context, folder->path(), names);
  if (!archive.ok()) return archive.status();
  return lab::ReplaceFile(context.root / kArchive, *archive);
}

// ---- What the student is told

void Tell(const Context& context, const std::vector<Work>& chosen,
          const std::vector<Packed>& files) {
  std::ostream& out = context.out;
  bool all_done = true;
  out << context.paint.Strong(std::string(kArchive)) << " is written:\n\n";
  for (const Work& it : chosen) {
    out << absl::StrFormat("  %-7s %-22s %s\n", it.exercise.info.id,
                           Words(it.standing), it.exercise.info.title);
    all_done = all_done && it.standing.state == State::kDone;
  }
  out << "\n";
  for (const Packed& file : files) {
    out << absl::StrFormat("  %s  %s\n", file.hash.substr(0, 12), file.name);
  }
  out << "\n";
  if (!all_done) {
    out << lab::Wrap(
        "Not all of it passes its tests as it stands. You may hand it in all "
        "the same, and again later.");
  }
  out << lab::Wrap(absl::StrCat("With it you say: \"", kHonesty,
                                "\" (--note TEXT adds to that.)"))
      << "Nothing was sent. Upload this file as your course tells you:\n  "
      << (context.root / kArchive).string() << "\n";
}

}  // namespace

absl::StatusOr<int> Submit(const Context& context, const Request& request) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  if (!workspace->is_handout()) {
    return absl::FailedPreconditionError(
        "this is the authors' workspace, with nothing to hand in; submit is "
        "for the handout: bazel build //tools/handout");
  }
  absl::StatusOr<std::vector<Work>> chosen = Choose(*workspace, request);
  if (!chosen.ok()) return chosen.status();
  std::vector<std::pair<std::string, std::vector<Packed>>> packed;
  std::vector<Packed> files;
  for (const Work& it : *chosen) {
    absl::StatusOr<std::vector<Packed>> some = Pack(*workspace, it.exercise);
    if (!some.ok()) return some.status();
    packed.emplace_back(it.exercise.info.id, *some);
    files.insert(files.end(), some->begin(), some->end());
  }
  const std::string manifest =
      Manifest(*workspace, request, packed)
          .dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
      "\n";
  absl::Status status = Write(context, manifest, files);
  if (!status.ok()) return status;
  Tell(context, *chosen, files);
  return 0;
}

}  // namespace lab_command
