// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/write_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/sync/on_threads.h"

namespace ch37 {
namespace {

void AppendLineByLine(std::ofstream& out, int lines) {
  for (int i = 0; i < lines; ++i) out << i << '\n';
}

void AppendInOneGo(std::ofstream& out, int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) absl::StrAppend(&text, i, "\n");
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::filesystem::path FileName(const std::filesystem::path& folder, int i) {
  return folder / absl::StrCat("lines_", i, ".txt");
}

}  // namespace

absl::Status WriteLines(const std::filesystem::path& file, int lines,
                        Shape shape) {
  // Binary: otherwise Windows would turn every '\n' into two bytes.
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  if (!out) {
    return absl::UnavailableError(
        absl::StrCat("cannot open ", file.string(), " for writing"));
  }
  if (shape == Shape::kLineByLine) {
    AppendLineByLine(out, lines);
  } else {
    AppendInOneGo(out, lines);
  }
  out.close();  // reports what a buffered write could not
  if (!out) {
    return absl::UnavailableError(
        absl::StrCat("cannot write ", file.string(), "; is the disk full?"));
  }
  return absl::OkStatus();
}

absl::Status WriteFiles(const std::filesystem::path& folder, int files,
                        int lines, Shape shape) {
  absl::Status status;
  for (int i = 0; i < files; ++i) {
    status.Update(WriteLines(FileName(folder, i), lines, shape));
  }
  return status;
}

absl::Status WriteFilesOnThreads(const std::filesystem::path& folder, int files,
                                 int lines, Shape shape,
                                 absl::FunctionRef<void()> meanwhile) {
  // One thread more than there are files: the last one does what the chapter's
  // main thread does meanwhile.
  return sync_util::OnThreads(files + 1, [&](int i) {
    if (i < files) return WriteLines(FileName(folder, i), lines, shape);
    meanwhile();
    return absl::OkStatus();
  });
}

}  // namespace ch37
