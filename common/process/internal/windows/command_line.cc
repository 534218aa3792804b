// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/command_line.h"

#include <windows.h>

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/windows/files.h"
#include "common/process/internal/windows/lookup.h"
#include "common/process/internal/windows/utf.h"
#include "common/process/quote_batch.h"
#include "common/process/quote_windows.h"
#include "common/process/start_failure.h"

namespace process::internal {
namespace {

// In UTF-16 units. The first is CreateProcessW()'s limit without the last zero,
// the second one that of cmd.exe, which would cut the rest off.
constexpr size_t kLongestCommandLine = 32766;
constexpr size_t kLongestShellCommand = 8191;

absl::Status InvalidArguments(absl::string_view program,
                              absl::string_view message) {
  return WithFailure(absl::InvalidArgumentError(
                         absl::StrCat("exec \"", program, "\": ", message)),
                     {.stage = "exec",
                      .path = std::string(program),
                      .os_error = ERROR_BAD_ARGUMENTS});
}

absl::Status CheckLength(absl::string_view program, const std::wstring& text,
                         size_t longest) {
  if (text.size() <= longest) return absl::OkStatus();
  return InvalidArguments(
      program, absl::StrCat("the arguments take ", text.size(),
                            " characters; Windows allows ", longest));
}

std::wstring ShellPath() { return SystemFolder() + L"\\cmd.exe"; }

// /s: what stands between the first and the last quote is the command, just as
// it is. /d: without what the registry says to run first.
absl::StatusOr<CommandLine> ShellLine(const Request& request) {
  const absl::StatusOr<std::wstring> command = Utf16(request.args[0], "exec");
  if (!command.ok()) return command.status();
  if (absl::Status status =
          CheckLength("cmd.exe", *command, kLongestShellCommand);
      !status.ok()) {
    return status;
  }
  return CommandLine{ShellPath(), L"cmd.exe /d /s /c \"" + *command + L"\""};
}

// The text, made by QuoteWindows() or QuoteBatch(), for the file `program`.
absl::StatusOr<CommandLine> Quoted(const Request& request, std::wstring program,
                                   const absl::StatusOr<std::string>& quoted) {
  if (!quoted.ok()) {
    return InvalidArguments(request.program, quoted.status().message());
  }
  absl::StatusOr<std::wstring> text = Utf16(*quoted, "exec");
  if (!text.ok()) return text.status();
  if (absl::Status status =
          CheckLength(request.program, *text, kLongestCommandLine);
      !status.ok()) {
    return status;
  }
  return CommandLine{std::move(program), *std::move(text)};
}

}  // namespace

absl::StatusOr<CommandLine> MakeCommandLine(const Request& request) {
  if (request.shell) return ShellLine(request);
  absl::StatusOr<std::wstring> program = LookUp(request, "exec");
  if (!program.ok()) return program.status();
  const std::string path = Utf8(*program);
  if (IsBatchFile(path)) {
    return Quoted(request, ShellPath(),
                  QuoteBatch(path, request.args.subspan(1)));
  }
  return Quoted(request, *std::move(program), QuoteWindows(request.args));
}

}  // namespace process::internal
