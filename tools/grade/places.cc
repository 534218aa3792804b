// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/places.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/exercise/wire.h"
#include "common/lab/replace_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

fs::path Real(const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path / ".", error);
  const fs::path plain = (error ? path : real).lexically_normal();
  // "a/" has one part more than "a".
  return plain.has_filename() ? plain : plain.parent_path();
}

bool IsIn(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end())
             .first == outer.end();
}

}  // namespace

absl::Status CheckApart(const fs::path& submissions, const fs::path& out) {
  const fs::path from = Real(submissions);
  const fs::path to = Real(out);
  if (!IsIn(from, to) && !IsIn(to, from)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--submissions and --out must be two folders, neither in "
                   "the other: ",
                   from.string(), " and ", to.string()));
}

absl::StatusOr<std::string> OwnSalt(const fs::path& cache) {
  const fs::path file = cache / "salt";
  std::ifstream stream(file, std::ios::binary);
  const std::string kept(std::istreambuf_iterator<char>(stream), {});
  if (!kept.empty()) return kept;
  std::error_code error;
  fs::create_directories(cache, error);
  const std::string made = exercise::RandomNonce();
  if (absl::Status written = lab::ReplaceFile(file, made); !written.ok()) {
    return written;
  }
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
  return made;
}

}  // namespace grade
