// SPDX-License-Identifier: Apache-2.0
//
// QuoteBatch() builds the command line that runs a batch file on Windows with
// arguments that stay text. CreateProcessW() given a batch file starts cmd.exe
// by itself, with a line that was quoted for other programs: cmd.exe then finds
// a " & or % in an argument and runs what stands behind it. (That hole is known
// as BatBadBut, CVE-2024-24576.) So ask IsBatchFile() first; if it says yes,
// start cmd.exe, by its full path, with this line.
//
//   QuoteBatch(R"(C:\b\build.bat)", {"all", "50% & up"})
//   // cmd.exe /e:ON /v:OFF /d /c ""C:\b\build.bat" all "50%%cd:~,% & up""
//
// What the batch file sees. %* handed on to a program gives that program the
// arguments again, if it reads "" in quotes as one quote, as Microsoft's C
// runtime has done since 2008. "%~1" is the first argument, still safe in
// quotes (its quotes doubled, and backslashes before a quote too). An argument
// that needs no quotes arrives without any, so %1==all works. Against a batch
// file that uses %~1 outside quotes, or expands it a second time (call, delayed
// expansion), no caller can help.
//
// Thread safety: pure functions, the same on every system.
//
// Source: "cmd" in Microsoft's documentation and `cmd /?`; RyotaK, "BatBadBut";
// the advisories CVE-2024-24576 and CVE-2024-43402; D. Benham and J. Jeb, "How
// does the Windows Command Interpreter parse scripts?" (Stack Overflow
// 4094699).

#ifndef COMMON_PROCESS_QUOTE_BATCH_H_
#define COMMON_PROCESS_QUOTE_BATCH_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace process {

// Whether Windows runs the file at `path` by cmd.exe: its name ends with .bat
// or .cmd, in upper or lower case. Windows overlooks dots and blanks behind a
// name (CVE-2024-43402) and "\." behind a path, and so does this. It does not
// resolve
// "..": make the path absolute first.
bool IsBatchFile(absl::string_view path);

// The whole line for CreateProcessW(). Its first word is a bare "cmd.exe": give
// the absolute path of the real one as the application's name. `script` is best
// absolute, since cmd.exe looks a bare name up in the current folder, then on
// PATH. Both are UTF-8.
//
// InvalidArgument: `script` is no path to a .bat or .cmd file that cmd.exe can
// open (it holds one of "*?<>| or starts with \\?\); the script or an argument
// holds NUL, line feed, carriage return or Ctrl-Z, where cmd.exe ends a line or
// drops the character; or the line is longer than the 8191 UTF-16 units that
// cmd.exe reads. The message says which argument, counting from 1, like %1.
absl::StatusOr<std::string> QuoteBatch(absl::string_view script,
                                       absl::Span<const std::string> args);

}  // namespace process

#endif  // COMMON_PROCESS_QUOTE_BATCH_H_
