// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/bazel.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/process/run.h"
#include "tools/grade/options.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

// Errors come last.
absl::string_view EndOf(absl::string_view text) {
  constexpr size_t kShown = 3000;
  return text.size() > kShown ? text.substr(text.size() - kShown) : text;
}

}  // namespace

std::string OutputBaseFlag(const GraderOptions& options) {
  return absl::StrCat(
      "--output_base=", (options.cache / "bazel").string(),
      absl::StrReplaceAll(options.workspace.string(), {{"/", "_"}}));
}

fs::path CompilerPlace(const GraderOptions& options) {
  return options.cache / "compiler" / "student_cc";
}

std::vector<std::string> BazelCommand(const GraderOptions& options,
                                      const std::string& command,
                                      const std::vector<std::string>& flags) {
  std::vector<std::string> words = {
      "bazel", OutputBaseFlag(options), command,
      absl::StrCat("--repo_env=CC=", CompilerPlace(options).string()),
      absl::StrCat("--disk_cache=", (options.cache / "disk").string()),
      // Inputs of students' code that are not declared are not there.
      "--strategy=CppCompile=sandboxed", "--noshow_progress"};
  words.insert(words.end(), flags.begin(), flags.end());
  words.insert(words.end(), options.bazel_flags.begin(),
               options.bazel_flags.end());
  return words;
}

absl::StatusOr<std::string> RunBazel(const GraderOptions& options,
                                     const std::vector<std::string>& command) {
  process::RunOptions run;
  run.start.cwd = options.workspace.string();
  absl::StatusOr<process::CompletedProcess> done = process::Run(command, run);
  if (!done.ok()) return done.status();
  if (done->status.ok()) return done->out;
  return absl::InternalError(absl::StrCat(absl::StrJoin(command, " "),
                                          " failed:\n", EndOf(done->out),
                                          EndOf(done->err)));
}

absl::Status CheckJailWhereBazelRuns(const GraderOptions& options) {
  if (options.bazel_flags.empty()) return absl::OkStatus();
  std::vector<std::string> command = BazelCommand(options, "test");
  // Last, and so whatever the flags say: what held yesterday says nothing.
  command.insert(command.end(),
                 {"--nocache_test_results", "--test_output=errors",
                  "//tools/grade/jail:holds"});
  const absl::StatusOr<std::string> held = RunBazel(options, command);
  if (held.ok()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "with ", absl::StrJoin(options.bazel_flags, " "),
      " the jail does not hold where submissions would run, so nothing is "
      "graded:\n",
      held.status().message()));
}

fs::path SubmissionsFolder(const GraderOptions& options) {
  return options.out / ".grade" / "submissions";
}

std::string SubmissionsFlag(const GraderOptions& options) {
  return absl::StrCat("--override_repository=submissions=",
                      SubmissionsFolder(options).string());
}

std::string ReplayCommand(const GraderOptions& options) {
  return absl::StrJoin(
      BazelCommand(options, "test",
                   {"--nocheck_visibility", "--test_output=all",
                    "--nocache_test_results", SubmissionsFlag(options)}),
      " ");
}

}  // namespace grade
