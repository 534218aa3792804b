// SPDX-License-Identifier: Apache-2.0

#include "common/lab/python/cpython.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/lab/python/run_for_json.h"
#include "common/process/environment.h"
#include "common/sync/thread_pool.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kTimeToAnswer = absl::Seconds(10);

// A Python mostly waits for its disk when it starts, so more of them at once
// than there are processors.
constexpr int kAtOnce = 8;

constexpr char kPathSeparator =
    fs::path::preferred_separator == '/' ? ':' : ';';

// Says what it is. For Python 2 as well.
constexpr char kWhoAreYou[] = R"py(
import json, os, platform, sys
print(json.dumps({
    "implementation": platform.python_implementation(),
    "version": platform.python_version(),
    "has_gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
    "path": os.path.realpath(sys.executable),
}))
)py";

// "3" and "11" of "3.11.7".
using Release = std::pair<int, int>;

std::optional<Release> ReleaseOf(absl::string_view version) {
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '.');
  Release release;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &release.first) ||
      !absl::SimpleAtoi(parts[1], &release.second)) {
    return std::nullopt;
  }
  return release;
}

bool IsNewer(const CPython& a, const CPython& b) {
  return std::tuple(ReleaseOf(a.version), a.has_gil) >
         std::tuple(ReleaseOf(b.version), b.has_gil);
}

absl::StatusOr<CPython> FromAnswer(const nlohmann::json& answer) {
  absl::StatusOr<std::string> implementation = TextIn(answer, "implementation");
  if (!implementation.ok()) return implementation.status();
  absl::StatusOr<std::string> version = TextIn(answer, "version");
  if (!version.ok()) return version.status();
  absl::StatusOr<bool> has_gil = TruthIn(answer, "has_gil");
  if (!has_gil.ok()) return has_gil.status();
  absl::StatusOr<std::string> path = TextIn(answer, "path");
  if (!path.ok()) return path.status();

  if (*implementation != "CPython") {
    return absl::InvalidArgumentError(
        absl::StrCat("it is ", *implementation, " ", *version,
                     "; the lab measures CPython alone"));
  }
  if (!ReleaseOf(*version).has_value()) {
    return absl::InternalError(
        absl::StrCat("no version is \"", *version, "\""));
  }
  return CPython{*std::move(path), *std::move(version), *has_gil};
}

// python, python3, python2.7, python3.13, python3.13t: not python3-config.
bool IsNameOfPython(const fs::path& file) {
  const std::string filename = file.filename().string();
  absl::string_view name = filename;
  absl::ConsumeSuffix(&name, ".exe");
  if (!absl::ConsumePrefix(&name, "python")) return false;
  absl::ConsumeSuffix(&name, "t");
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isdigit(c) || c == '.'; });
}

// In the order of their names. None where the folder can't be read.
std::vector<std::string> PythonsIn(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;  // what can't be read holds nothing for us
  for (fs::directory_iterator file(folder, error), end; !error && file != end;
       file.increment(error)) {
    if (IsNameOfPython(file->path())) files.push_back(file->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// In the order of `folders`. Those that are one folder count once: /bin is
// /usr/bin on many systems.
std::vector<std::string> PythonsIn(const std::vector<std::string>& folders) {
  std::vector<fs::path> seen;
  std::vector<std::string> files;
  for (const std::string& name : folders) {
    std::error_code error;
    const fs::path folder = fs::canonical(name, error);
    if (error || std::count(seen.begin(), seen.end(), folder) > 0) continue;
    seen.push_back(folder);
    for (std::string& file : PythonsIn(folder)) {
      files.push_back(std::move(file));
    }
  }
  return files;
}

std::vector<absl::StatusOr<CPython>> AskAll(
    const std::vector<std::string>& files) {
  std::vector<absl::StatusOr<CPython>> answers(files.size());
  {
    sync_util::ThreadPool pool(kAtOnce);
    for (size_t i = 0; i < files.size(); ++i) {
      // An element each, so the threads need no lock.
      pool.Schedule([&, i] { answers[i] = CPythonAt(files[i]); });
    }
  }  // The pool's destructor waits for all of them.
  return answers;
}

}  // namespace

std::string CPython::Name() const {
  const Release release = ReleaseOf(version).value_or(Release());
  return absl::StrCat("CPython ", release.first, ".", release.second,
                      has_gil ? "" : "t");
}

std::vector<std::string> FoldersOfPath() {
  return absl::StrSplit(
      process::FindVariable(process::CurrentEnvironment(), "PATH").value_or(""),
      kPathSeparator, absl::SkipEmpty());
}

std::vector<CPython> FindCPythons(const std::vector<std::string>& folders) {
  std::vector<CPython> found;
  for (absl::StatusOr<CPython>& answer : AskAll(PythonsIn(folders))) {
    if (!answer.ok()) continue;
    const bool is_new = std::none_of(
        found.begin(), found.end(),
        [&](const CPython& other) { return other.Name() == answer->Name(); });
    if (is_new) found.push_back(*std::move(answer));
  }
  std::sort(found.begin(), found.end(), IsNewer);
  return found;
}

absl::StatusOr<CPython> CPythonAt(const std::string& path) {
  absl::StatusOr<nlohmann::json> answer =
      RunForJson({path, "-c", kWhoAreYou}, kTimeToAnswer);
  absl::StatusOr<CPython> python =
      answer.ok() ? FromAnswer(*answer) : answer.status();
  if (python.ok()) return python;
  return absl::Status(python.status().code(),
                      absl::StrCat("\"", path, "\" is no CPython to measure: ",
                                   python.status().message()));
}

}  // namespace lab
