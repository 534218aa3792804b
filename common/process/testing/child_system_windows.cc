// SPDX-License-Identifier: Apache-2.0

#include <windows.h>
// After windows.h, whose types it uses.
#include <fcntl.h>
#include <io.h>
#include <shellapi.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "common/process/testing/child_system.h"

namespace testing_util {
namespace {

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

void WriteOneByteTo(int64_t handle) {
  DWORD size;
  WriteFile(reinterpret_cast<HANDLE>(static_cast<intptr_t>(handle)), "x", 1,
            &size, nullptr);
}

}  // namespace testing_util
