// SPDX-License-Identifier: Apache-2.0
//
// The Windows backend. Its twin is backend_posix.cc.
//
// Source: CreateProcessW, UpdateProcThreadAttribute, CreateNamedPipeW and
// "Synchronous and Asynchronous I/O" in Microsoft's documentation.

#include <windows.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/exit_status.h"
#include "common/process/internal/backend.h"
#include "common/process/quote_windows.h"

namespace process::internal {
namespace {

// ---- Handles and errors ---------------------------------------------------

struct HandleCloser {
  using pointer = HANDLE;
  void operator()(HANDLE handle) const { CloseHandle(handle); }
};

// A handle that closes itself.
using UniqueHandle = std::unique_ptr<HANDLE, HandleCloser>;

// Files and pipes report failure by INVALID_HANDLE_VALUE, all else by null.
UniqueHandle Own(HANDLE handle) {
  return UniqueHandle(handle == INVALID_HANDLE_VALUE ? nullptr : handle);
}

std::string Utf8(const std::wstring& text) {
  const int length = static_cast<int>(text.size());
  const int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr,
                                       0, nullptr, nullptr);
  std::string utf8(size, '\0');
  WideCharToMultiByte(CP_UTF8, 0, text.data(), length, utf8.data(), size,
                      nullptr, nullptr);
  return utf8;
}

absl::StatusOr<std::wstring> Utf16(absl::string_view text) {
  const int length = static_cast<int>(text.size());
  const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS,
                                       text.data(), length, nullptr, 0);
  if (size == 0 && length > 0) {
    return absl::InvalidArgumentError("an argument is not valid UTF-8");
  }
  std::wstring utf16(size, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), length, utf16.data(), size);
  return utf16;
}

std::string ErrorText(DWORD error) {
  std::wstring text(512, L'\0');
  text.resize(FormatMessageW(
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
      error, 0, text.data(), static_cast<DWORD>(text.size()), nullptr));
  return std::string(absl::StripTrailingAsciiWhitespace(Utf8(text)));
}

absl::StatusCode CodeFor(DWORD error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:  // no file can have such a name
      return absl::StatusCode::kNotFound;
    case ERROR_ACCESS_DENIED:
    case ERROR_BAD_EXE_FORMAT:  // there, but no program
      return absl::StatusCode::kPermissionDenied;
    case ERROR_FILENAME_EXCED_RANGE:
      return absl::StatusCode::kInvalidArgument;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NO_SYSTEM_RESOURCES:
    case ERROR_COMMITMENT_LIMIT:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnknown;
  }
}

// `doing` and the system's text for `error`, under the code Run() promises.
absl::Status SystemError(DWORD error, absl::string_view doing) {
  return absl::Status(CodeFor(error),
                      absl::StrCat(doing, ": ", ErrorText(error),
                                   " (Windows error ", error, ")"));
}

// ---- What the child is given ----------------------------------------------

// Handles made with this may be inherited; which child does inherit them, the
// list given to CreateProcessW() decides.
SECURITY_ATTRIBUTES Inheritable() {
  return {sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
}

absl::StatusOr<UniqueHandle> OpenNull() {
  SECURITY_ATTRIBUTES inheritable = Inheritable();
  UniqueHandle null =
      Own(CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                      &inheritable, OPEN_EXISTING, 0, nullptr));
  if (!null) return SystemError(GetLastError(), "cannot open NUL");
  return null;
}

struct Pipe {
  UniqueHandle read;   // overlapped, ours
  UniqueHandle write;  // synchronous as programs expect it, the child's
};

// As much as a Linux pipe holds.
constexpr DWORD kPipeSize = 64 * 1024;

std::wstring UniquePipeName() {
  static std::atomic<uint64_t> count = 0;
  return L"\\\\.\\pipe\\concurrency_labs.process." +
         std::to_wstring(GetCurrentProcessId()) + L"." +
         std::to_wstring(count++);
}

// A pipe with a name, since CreatePipe() makes none that can be read while
// another is waited for. Nobody else can take part: the first instance is ours,
// there is no second one, and its only client is opened here.
absl::StatusOr<Pipe> OpenPipe() {
  const std::wstring name = UniquePipeName();
  Pipe pipe;
  pipe.read = Own(CreateNamedPipeW(name.c_str(),
                                   PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED |
                                       FILE_FLAG_FIRST_PIPE_INSTANCE,
                                   PIPE_TYPE_BYTE | PIPE_READMODE_BYTE |
                                       PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
                                   /*nMaxInstances=*/1, /*nOutBufferSize=*/0,
                                   /*nInBufferSize=*/kPipeSize,
                                   /*nDefaultTimeOut=*/0, nullptr));
  if (!pipe.read) return SystemError(GetLastError(), "cannot open a pipe");
  SECURITY_ATTRIBUTES inheritable = Inheritable();
  // Some runtimes ask what kind of file their output is, hence the attributes.
  pipe.write =
      Own(CreateFileW(name.c_str(), GENERIC_WRITE | FILE_READ_ATTRIBUTES, 0,
                      &inheritable, OPEN_EXISTING, 0, nullptr));
  if (!pipe.write) {
    return SystemError(GetLastError(), "cannot open a pipe's writing end");
  }
  return pipe;
}

// ---- Starting -------------------------------------------------------------

enum class Found { kNothing, kFile, kFolder };

Found WhatIsAt(const std::wstring& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return Found::kNothing;
  return (attributes & FILE_ATTRIBUTE_DIRECTORY) ? Found::kFolder
                                                 : Found::kFile;
}

std::wstring EnvironmentVariable(const wchar_t* name) {
  std::wstring value(GetEnvironmentVariableW(name, nullptr, 0), L'\0');
  value.resize(GetEnvironmentVariableW(name, value.data(),
                                       static_cast<DWORD>(value.size())));
  return value;
}

// The path of `file` in the folders of PATH alone, empty if there is none.
// CreateProcessW() would look into the current folder first, where anybody may
// have left a program of that name.
std::wstring FindOnPath(const std::wstring& file) {
  const std::wstring path = EnvironmentVariable(L"PATH");
  if (path.empty()) return L"";
  const DWORD size =
      SearchPathW(path.c_str(), file.c_str(), nullptr, 0, nullptr, nullptr);
  std::wstring found(size, L'\0');
  found.resize(SearchPathW(path.c_str(), file.c_str(), nullptr, size,
                           found.data(), nullptr));
  return WhatIsAt(found) == Found::kFile ? found : L"";
}

// The file to run for args[0]: itself or with .exe, as it stands if it names a
// folder and on PATH otherwise.
absl::StatusOr<std::wstring> FindProgram(const std::wstring& name) {
  const bool on_path = name.find_first_of(L"/\\:") == std::wstring::npos;
  for (const std::wstring& file : {name, name + L".exe"}) {
    const std::wstring path = on_path ? FindOnPath(file) : file;
    if (WhatIsAt(path) == Found::kFile) return path;
  }
  if (on_path) {
    return SystemError(ERROR_FILE_NOT_FOUND,
                       "CreateProcess (looked for on PATH)");
  }
  if (WhatIsAt(name) == Found::kFolder) {
    return SystemError(ERROR_ACCESS_DENIED, "a folder");
  }
  return name;  // CreateProcessW() knows best what is wrong with it
}

// Windows would hand these to cmd.exe, which reads the command line by rules of
// its own: an argument could start another program. It also overlooks dots and
// blanks behind the name.
bool IsBatchFile(const std::wstring& path) {
  const size_t end = path.find_last_not_of(L". ");
  const std::string name = Utf8(path.substr(0, end + 1));
  return absl::EndsWithIgnoreCase(name, ".bat") ||
         absl::EndsWithIgnoreCase(name, ".cmd");
}

// CreateProcessW() takes no more UTF-16 units than this, the last a zero.
constexpr size_t kLongestCommandLine = 32767;

absl::StatusOr<std::wstring> CommandLine(absl::Span<const std::string> args) {
  absl::StatusOr<std::string> line = QuoteWindows(args);
  if (!line.ok()) return line.status();
  absl::StatusOr<std::wstring> utf16 = Utf16(*line);
  if (utf16.ok() && utf16->size() >= kLongestCommandLine) {
    return absl::InvalidArgumentError(
        absl::StrCat("the arguments take ", utf16->size(),
                     " characters; Windows allows ", kLongestCommandLine - 1));
  }
  return utf16;
}

// The list of handles that a child inherits, in the form Windows wants it.
class InheritanceList {
 public:
  explicit InheritanceList(std::vector<HANDLE> handles)
      : handles_(std::move(handles)) {
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    initialized_ = InitializeProcThreadAttributeList(get(), 1, 0, &size);
    ok_ = initialized_ &&
          UpdateProcThreadAttribute(
              get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
              handles_.size() * sizeof(HANDLE), nullptr, nullptr);
  }
  InheritanceList(const InheritanceList&) = delete;
  InheritanceList& operator=(const InheritanceList&) = delete;
  ~InheritanceList() {
    if (initialized_) DeleteProcThreadAttributeList(get());
  }

  bool ok() const { return ok_; }
  LPPROC_THREAD_ATTRIBUTE_LIST get() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  std::vector<HANDLE> handles_;  // Windows keeps a pointer to them
  std::vector<char> memory_;
  bool initialized_ = false;
  bool ok_ = false;
};

// Returns the process's handle.
absl::StatusOr<UniqueHandle> Spawn(const std::wstring& program,
                                   std::wstring command_line, HANDLE in,
                                   HANDLE out, HANDLE err) {
  InheritanceList inherited({in, out, err});
  if (!inherited.ok()) {
    return SystemError(GetLastError(), "cannot list the handles to inherit");
  }
  STARTUPINFOEXW startup = {};
  startup.StartupInfo.cb = sizeof(startup);
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = in;
  startup.StartupInfo.hStdOutput = out;
  startup.StartupInfo.hStdError = err;
  startup.lpAttributeList = inherited.get();
  PROCESS_INFORMATION info;
  // The list filters only what bInheritHandles lets through.
  if (!CreateProcessW(program.c_str(), command_line.data(), nullptr, nullptr,
                      /*bInheritHandles=*/TRUE, EXTENDED_STARTUPINFO_PRESENT,
                      nullptr, nullptr, &startup.StartupInfo, &info)) {
    return SystemError(GetLastError(), "CreateProcess");
  }
  CloseHandle(info.hThread);
  return UniqueHandle(info.hProcess);
}

// ---- A running child ------------------------------------------------------

// Reads one pipe piece by piece, without blocking while another has something.
class PipeReader {
 public:
  PipeReader(UniqueHandle pipe, UniqueHandle event)
      : pipe_(std::move(pipe)), event_(std::move(event)) {}

  // Windows writes into our memory as long as a read is under way.
  ~PipeReader() {
    if (!reading_) return;
    CancelIoEx(pipe_.get(), &overlapped_);
    DWORD size;
    GetOverlappedResult(pipe_.get(), &overlapped_, &size, /*bWait=*/TRUE);
  }

  // Asks for a piece. event() is set as soon as Take() would not block.
  absl::Status Ask() {
    overlapped_ = {};
    overlapped_.hEvent = event_.get();
    reading_ =
        ReadFile(pipe_.get(), buffer_.data(),
                 static_cast<DWORD>(buffer_.size()), nullptr, &overlapped_) ||
        GetLastError() == ERROR_IO_PENDING;
    return reading_ ? absl::OkStatus() : EndOrError(GetLastError());
  }

  // Appends the piece to `text` and asks for the next one.
  absl::Status Take(std::string& text) {
    DWORD size;
    const bool read =
        GetOverlappedResult(pipe_.get(), &overlapped_, &size, /*bWait=*/TRUE);
    reading_ = false;
    if (!read) return EndOrError(GetLastError());
    // A size of 0 is not the end: the child may write nothing.
    text.append(buffer_.data(), size);
    return Ask();
  }

  // Not so at the end of the pipe.
  bool reading() const { return reading_; }
  HANDLE event() const { return event_.get(); }

 private:
  static absl::Status EndOrError(DWORD error) {
    if (error == ERROR_BROKEN_PIPE) return absl::OkStatus();
    return SystemError(error, "cannot read output");
  }

  const UniqueHandle pipe_;
  const UniqueHandle event_;
  OVERLAPPED overlapped_ = {};
  bool reading_ = false;
  std::vector<char> buffer_ = std::vector<char>(kPipeSize);
};

class WindowsChild : public Child {
 public:
  WindowsChild(UniqueHandle out, UniqueHandle out_event, UniqueHandle err,
               UniqueHandle err_event)
      : out_(std::move(out), std::move(out_event)),
        err_(std::move(err), std::move(err_event)) {}

  ~WindowsChild() override {
    if (!process_) return;
    TerminateProcess(process_.get(), 1);
    Wait();
  }

  // The object exists before the program does, so that nothing can fail between
  // the program's start and there being someone to wait for it.
  void Adopt(UniqueHandle process) { process_ = std::move(process); }

  absl::Status Drain(std::string& out, std::string& err) override {
    if (absl::Status status = out_.Ask(); !status.ok()) return status;
    if (absl::Status status = err_.Ask(); !status.ok()) return status;
    while (out_.reading() || err_.reading()) {
      PipeReader& ready = WaitForOne();
      if (absl::Status status = ready.Take(&ready == &out_ ? out : err);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  ExitStatus Wait() override {
    const UniqueHandle process = std::move(process_);
    DWORD code;
    // The code alone cannot tell: 259 also means "still running".
    const bool known =
        WaitForSingleObject(process.get(), INFINITE) == WAIT_OBJECT_0 &&
        GetExitCodeProcess(process.get(), &code);
    return known ? ExitStatus::FromCode(code) : ExitStatus::Unknown();
  }

 private:
  // The reader that has something to take; at least one is reading.
  PipeReader& WaitForOne() {
    if (!err_.reading()) return out_;
    if (!out_.reading()) return err_;
    const std::array<HANDLE, 2> events = {out_.event(), err_.event()};
    const DWORD ready = WaitForMultipleObjects(events.size(), events.data(),
                                               /*bWaitAll=*/FALSE, INFINITE);
    return ready == WAIT_OBJECT_0 ? out_ : err_;
  }

  UniqueHandle process_;
  PipeReader out_;
  PipeReader err_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Child>> StartChild(
    absl::Span<const std::string> args) {
  absl::StatusOr<std::wstring> name = Utf16(args[0]);
  if (!name.ok()) return name.status();
  absl::StatusOr<std::wstring> program = FindProgram(*name);
  if (!program.ok()) return program.status();
  if (IsBatchFile(*program)) {
    return absl::UnimplementedError(
        "a batch file needs quoting by cmd.exe's rules");
  }
  absl::StatusOr<std::wstring> command_line = CommandLine(args);
  if (!command_line.ok()) return command_line.status();

  absl::StatusOr<UniqueHandle> in = OpenNull();
  if (!in.ok()) return in.status();
  absl::StatusOr<Pipe> out = OpenPipe();
  if (!out.ok()) return out.status();
  absl::StatusOr<Pipe> err = OpenPipe();
  if (!err.ok()) return err.status();
  UniqueHandle out_event(
      CreateEventW(nullptr, /*bManualReset=*/TRUE, FALSE, nullptr));
  UniqueHandle err_event(
      CreateEventW(nullptr, /*bManualReset=*/TRUE, FALSE, nullptr));
  if (!out_event || !err_event) {
    return SystemError(GetLastError(), "cannot create an event");
  }

  auto child = std::make_unique<WindowsChild>(
      std::move(out->read), std::move(out_event), std::move(err->read),
      std::move(err_event));
  absl::StatusOr<UniqueHandle> process =
      Spawn(*program, *std::move(command_line), in->get(), out->write.get(),
            err->write.get());
  if (!process.ok()) return process.status();
  child->Adopt(*std::move(process));
  // Our writing ends close here, or reading would never come to an end.
  return child;
}

}  // namespace process::internal
