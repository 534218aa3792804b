// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/compilers.h"

#include <cstddef>
#include <regex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/temp_directory.h"
#include "common/lab/text.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"

namespace ch38 {
namespace {

// What a demo leaves of 80 for what programs say.
constexpr int kColumns = 76;

constexpr absl::Duration kTimeToCompile = absl::Minutes(2);

absl::StatusOr<process::CompletedProcess> RunIn(
    const std::string& folder, const std::vector<std::string>& words) {
  return process::Run(
      words, {.start = {.cwd = folder, .env_changes = {{"TSAN_OPTIONS", ""}}},
              .io = {.timeout = kTimeToCompile, .text = true}});
}

absl::StatusOr<std::string> FirstInPath(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    absl::StatusOr<std::string> found = process::FindExecutable(name);
    if (found.ok()) return found;
  }
  return absl::NotFoundError(absl::StrCat("no ", names.front(), " in PATH"));
}

// TSan's own words where it can't work at all.
bool CannotWork(const process::CompletedProcess& run) {
  return absl::StrContains(run.err, "FATAL: ThreadSanitizer");
}

bool Matters(absl::string_view line) {
  for (absl::string_view beginning :
       {"WARNING: ", "  Write of ", "  Read of ", "  Previous ", "    #0 "}) {
    if (absl::StartsWith(line, beginning)) return true;
  }
  return false;
}

// "    #0 f() headers/a.h:1 (a.out+0x1)" -> "    #0 f() a.h:1"
std::string WithoutAddresses(const std::string& line) {
  static const std::regex& noise = *new std::regex(
      R"re( \(pid=\d+\)| at 0x[0-9a-f]+| \(\S+\+0x[0-9a-f]+\).*|\.\./headers/)re");
  return std::regex_replace(line, noise, "");
}

}  // namespace

absl::StatusOr<std::string> ThreadSafetyErrors(const std::string& folder,
                                               const std::string& file) {
  absl::StatusOr<std::string> clang = FirstInPath({"clang++"});
  if (!clang.ok()) return clang.status();
  absl::StatusOr<process::CompletedProcess> run =
      RunIn(folder, {*clang, "-std=c++20", "-fsyntax-only", "-Wthread-safety",
                     "-Werror", "-isystem", "../headers", file});
  if (!run.ok()) return run.status();
  return run->err;
}

absl::StatusOr<WatchedRun> RunUnderTsan(const std::string& folder,
                                        const std::string& file) {
  absl::StatusOr<std::string> compiler = FirstInPath({"g++", "clang++", "c++"});
  if (!compiler.ok()) return compiler.status();
  absl::StatusOr<lab::TempDirectory> output = lab::TempDirectory::Create();
  if (!output.ok()) return output.status();
  const std::string program = (output->path() / "watched").string();
  absl::StatusOr<process::CompletedProcess> build =
      RunIn(folder, {*compiler, "-std=c++20", "-g", "-fsanitize=thread",
                     "-pthread", "-I", "../headers", file, "-o", program});
  if (!build.ok()) return build.status();
  if (!build->status.ok()) {
    return absl::UnimplementedError(absl::StrCat("\"", *compiler,
                                                 "\" builds nothing with "
                                                 "-fsanitize=thread: ",
                                                 build->err));
  }
  absl::StatusOr<process::CompletedProcess> run = RunIn(folder, {program});
  if (!run.ok()) return run.status();
  if (CannotWork(*run)) return absl::UnimplementedError(run->err);
  return WatchedRun{run->status, run->err};
}

std::string GistOfReport(absl::string_view report) {
  std::string gist;
  int accesses = 0;
  for (absl::string_view line : absl::StrSplit(report, '\n')) {
    if (!Matters(line)) continue;
    const bool is_place = absl::StartsWith(line, "    #0 ");
    // Those that follow tell where the threads were started.
    if (is_place && ++accesses > 2) break;
    absl::StrAppend(&gist, WithoutAddresses(std::string(line)), "\n");
  }
  return gist;
}

std::string ForATerminal(absl::string_view text) {
  std::string lines;
  for (absl::string_view line :
       absl::StrSplit(absl::StripTrailingAsciiWhitespace(text), '\n')) {
    if (line.size() <= kColumns) {
      absl::StrAppend(&lines, line, "\n");
      continue;
    }
    const size_t blanks = line.find_first_not_of(' ');
    absl::StrAppend(&lines, lab::Wrap(line, {.indent = std::string(blanks, ' '),
                                             .width = kColumns}));
  }
  return lines;
}

}  // namespace ch38
