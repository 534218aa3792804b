// SPDX-License-Identifier: Apache-2.0
//
// The main() of every exercise's judge: see judge_flags.h. It is linked with
// the exercise's checks and with what its BUILD file says of it.

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/info.h"
#include "common/exercise/judge.h"
#include "common/exercise/judge_flags.h"
#include "common/exercise/listed_checks.h"
#include "common/exercise/result.h"
#include "common/exercise/test_record.h"
#include "common/exercise/verdict.h"
#include "common/lab/replace_file.h"

namespace exercise {
namespace {

absl::Status CheckOnly(const std::string& only,
                       const std::vector<ListedCheck>& checks) {
  if (only.empty()) return absl::OkStatus();
  for (const ListedCheck& listed : checks) {
    if (listed.check.name == only) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--only=", only, ": there is no such check; there are: ",
      absl::StrJoin(checks, " ", [](std::string* out, const ListedCheck& c) {
        *out += c.check.name;
      })));
}

// For //tools:lab, when `bazel test` runs this. It runs in the runfiles, where
// the student's files have their places.
absl::Status WriteTestXml(const FileHashes& files, const ExerciseResult& result,
                          bool whole) {
  const char* file = std::getenv("XML_OUTPUT_FILE");
  if (file == nullptr) return absl::OkStatus();
  return lab::ReplaceFile(
      file, ToTestXml({.result = result, .files = files, .whole = whole}));
}

// Whether nothing failed.
absl::StatusOr<bool> JudgeAndReport(const Info& info,
                                    const std::vector<ListedCheck>& checks,
                                    const JudgeFlags& flags) {
  absl::Status status = CheckOnly(flags.judge.only, checks);
  if (status.ok() && !flags.json.empty()) {
    status = lab::CheckReplaceable(flags.json);
  }
  if (!status.ok()) return status;
  // Before the checks: what is saved while they run has not been tested.
  const FileHashes files = HashFiles(info.package, info.files);
  const ExerciseResult result = Judge(info, checks, flags.judge);
  std::cout << Feedback(info, result) << std::flush;
  if (!flags.json.empty()) {
    status = lab::ReplaceFile(flags.json, absl::StrCat(ToJson(result), "\n"));
    if (!status.ok()) return status;
  }
  if (flags.test_xml) {
    status = WriteTestXml(files, result, flags.judge.only.empty());
    if (!status.ok()) return status;
  }
  return result.verdict == Verdict::kPass;
}

absl::StatusOr<bool> Main(int argc, char** argv) {
  absl::StatusOr<JudgeFlags> flags = ParseJudgeFlags(argc, argv);
  if (!flags.ok()) return flags.status();
  if (flags->help) {
    std::cout << JudgeFlagsHelp();
    return true;
  }
  absl::StatusOr<Info> info = InfoFromJson(ThisExerciseJson());
  if (!info.ok()) return info.status();
  const std::vector<ListedCheck> checks = ListedChecks();
  if (flags->describe.empty()) return JudgeAndReport(*info, checks, *flags);
  absl::Status status = lab::ReplaceFile(
      flags->describe,
      Describe(ThisExerciseJson(), checks, flags->judge.visible_only));
  if (!status.ok()) return status;
  return true;
}

}  // namespace
}  // namespace exercise

int main(int argc, char** argv) {
  absl::StatusOr<bool> passed = exercise::Main(argc, argv);
  if (!passed.ok()) {
    std::cerr << "judge: " << passed.status().message() << "\n";
    return 2;
  }
  return *passed ? 0 : 1;
}
