// SPDX-License-Identifier: Apache-2.0

#include <windows.h>
// After windows.h, whose types it uses.
#include <fcntl.h>
#include <io.h>
#include <shellapi.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "common/process/testing/child_system.h"

namespace testing_util {
namespace {

std::wstring Utf16(const std::string& text) {
  const int size =
      MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, nullptr, 0);
  std::wstring utf16(size, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, utf16.data(), size);
  utf16.pop_back();  // the zero that ended the text
  return utf16;
}

std::string Utf8(const wchar_t* text) {
  const int size =
      WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr);
  std::string utf8(size, '\0');
  WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8.data(), size, nullptr,
                      nullptr);
  utf8.pop_back();  // the zero that ended the text
  return utf8;
}

}  // namespace

void UseBinaryStreams() {
  for (FILE* stream : {stdin, stdout, stderr}) {
    _setmode(_fileno(stream), _O_BINARY);
  }
}

std::vector<std::string> Utf8Arguments(int, char**) {
  int count = 0;
  wchar_t** args = CommandLineToArgvW(GetCommandLineW(), &count);
  std::vector<std::string> utf8;
  for (int i = 0; i < count; ++i) utf8.push_back(Utf8(args[i]));
  LocalFree(args);
  return utf8;
}

std::vector<std::string> Utf8Environment() {
  std::vector<std::string> variables;
  wchar_t* const block = GetEnvironmentStringsW();
  for (const wchar_t* entry = block; *entry != L'\0';
       entry += std::wstring(entry).size() + 1) {
    // "=C:=C:\\folder" is no variable.
    if (*entry != L'=') variables.push_back(Utf8(entry));
  }
  FreeEnvironmentStringsW(block);
  return variables;
}

void WriteOneByteTo(int64_t handle) {
  DWORD size;
  WriteFile(reinterpret_cast<HANDLE>(static_cast<intptr_t>(handle)), "x", 1,
            &size, nullptr);
}

std::string ReadInput() {
  std::string bytes(64 * 1024, '\0');
  DWORD size = 0;
  // Nothing read is not the end of a pipe: somebody may have written nothing.
  // Of a file or NUL it is.
  const HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
  while (ReadFile(in, bytes.data(), static_cast<DWORD>(bytes.size()), &size,
                  nullptr) &&
         size == 0 && GetFileType(in) == FILE_TYPE_PIPE) {
  }
  bytes.resize(size);
  return bytes;
}

// The words hold neither quotes nor backslashes. The process's handle stays
// open: as long as it does the number means this process.
int64_t StartAgain(const std::string&, const std::vector<std::string>& words) {
  std::array<wchar_t, 32768> program;
  GetModuleFileNameW(nullptr, program.data(),
                     static_cast<DWORD>(program.size()));
  std::wstring command_line = L"child";
  for (const std::string& word : words) {
    command_line += L" \"" + Utf16(word) + L"\"";
  }
  STARTUPINFOW startup = {};
  startup.cb = sizeof(startup);
  PROCESS_INFORMATION info = {};
  const BOOL started = CreateProcessW(
      program.data(), command_line.data(), nullptr, nullptr,
      /*bInheritHandles=*/TRUE, 0, nullptr, nullptr, &startup, &info);
  return started ? static_cast<int64_t>(info.dwProcessId) : -1;
}

int WaitFor(int64_t pid) {
  const HANDLE process = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION,
                                     FALSE, static_cast<DWORD>(pid));
  WaitForSingleObject(process, INFINITE);
  DWORD code = 0;
  GetExitCodeProcess(process, &code);
  CloseHandle(process);
  return static_cast<int>(code);
}

int64_t OwnPid() { return GetCurrentProcessId(); }

void WriteAndExitWhenAsked(const std::string& text) {
  static const std::string* const last_words = new std::string(text);
  SetConsoleCtrlHandler(
      [](DWORD) -> BOOL {
        DWORD size;
        WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), last_words->data(),
                  static_cast<DWORD>(last_words->size()), &size, nullptr);
        ExitProcess(0);
      },
      TRUE);
}

void HoldForever() {
  while (true) Sleep(INFINITE);
}

void NewSession() {}

void CloseStream(int stream) { _close(stream); }

}  // namespace testing_util
