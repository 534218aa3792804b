// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/install.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/lab/internal/sha256.h"
#include "tools/grade/bazel.h"
#include "tools/grade/options.h"
#include "tools/grade/read_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr char kCompiler[] = "tools/grade/compile/student_cc";

// What a Bazel that a killed grading left behind starts at this moment stays
// whole.
absl::Status Replace(const fs::path& place, const fs::path& program) {
  const fs::path half = absl::StrCat(place.string(), ".", getpid());
  std::error_code error;
  fs::create_directories(place.parent_path(), error);
  fs::copy_file(program, half, fs::copy_options::overwrite_existing, error);
  if (!error) {
    fs::permissions(half,
                    fs::perms::owner_all | fs::perms::group_read |
                        fs::perms::group_exec | fs::perms::others_read |
                        fs::perms::others_exec,
                    error);
  }
  if (!error) fs::rename(half, place, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot write ", place.string(), ": ", error.message()));
}

absl::StatusOr<std::string> ReadTool(const GraderOptions& options,
                                     const char* tool) {
  const fs::path path = options.tools / tool;
  std::string program = ReadFile(path);
  if (!program.empty()) return program;
  return absl::NotFoundError(absl::StrCat("there is no ", path.string()));
}

std::string SumOf(const std::string& text) {
  return absl::BytesToHexString(lab::Sha256(text));
}

}  // namespace

absl::StatusOr<Installed> Install(const GraderOptions& options) {
  const absl::StatusOr<std::string> compiler = ReadTool(options, kCompiler);
  if (!compiler.ok()) return compiler.status();
  std::string all = *compiler;
  for (const char* tool : {"tools/grade/jail/jail", "tools/grade/referee"}) {
    const absl::StatusOr<std::string> program = ReadTool(options, tool);
    if (!program.ok()) return program.status();
    all += *program;
  }
  const fs::path place = CompilerPlace(options);
  if (ReadFile(place) != *compiler) {
    const absl::Status replaced = Replace(place, options.tools / kCompiler);
    if (!replaced.ok()) return replaced;
  }
  return Installed{.compiler_sum = SumOf(*compiler), .grader_sum = SumOf(all)};
}

}  // namespace grade
