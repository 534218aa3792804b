// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/create_process.h"

#include <windows.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "common/process/handle.h"
#include "common/process/internal/windows/raw_handle.h"

// MinGW-w64's older headers lack it.
#ifndef PROC_THREAD_ATTRIBUTE_JOB_LIST
#define PROC_THREAD_ATTRIBUTE_JOB_LIST \
  ProcThreadAttributeValue(13, FALSE, TRUE, FALSE)
#endif

namespace process::internal {
namespace {

// What STARTUPINFOEXW carries beyond STARTUPINFOW. Windows keeps pointers to
// the values, which therefore must live as long as the list.
class Attributes {
 public:
  Attributes() {
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(nullptr, kMost, 0, &size);
    memory_.resize(size);
    initialized_ = InitializeProcThreadAttributeList(get(), kMost, 0, &size);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() {
    if (initialized_) DeleteProcThreadAttributeList(get());
  }

  // `values` must outlive this. False if Windows refuses it.
  bool Set(DWORD_PTR attribute, std::vector<HANDLE>& values) {
    return initialized_ &&
           UpdateProcThreadAttribute(get(), 0, attribute, values.data(),
                                     values.size() * sizeof(HANDLE), nullptr,
                                     nullptr);
  }

  LPPROC_THREAD_ATTRIBUTE_LIST get() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  static constexpr DWORD kMost = 2;

  std::vector<char> memory_;
  bool initialized_ = false;
};

// Each once: Windows refuses a list that names a handle twice.
std::vector<HANDLE> AllHandles(const NewProcess& process) {
  std::vector<NativeHandle> numbers = process.handles;
  numbers.insert(numbers.end(), process.streams.begin(), process.streams.end());
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<HANDLE> handles;
  for (const NativeHandle number : numbers) {
    if (number != kNoHandle) handles.push_back(Raw(number));
  }
  return handles;
}

// What GetStdHandle() gives the child; null where it has no such stream.
HANDLE StreamFor(NativeHandle number) {
  return number == kNoHandle ? nullptr : Raw(number);
}

}  // namespace

uint32_t CreateProcessFor(const NewProcess& process, CreatedProcess& created) {
  std::vector<HANDLE> handles = AllHandles(process);
  std::vector<HANDLE> jobs;
  if (process.job != kNoHandle) jobs.push_back(Raw(process.job));
  Attributes attributes;
  if ((!handles.empty() &&
       !attributes.Set(PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles)) ||
      (!jobs.empty() &&
       !attributes.Set(PROC_THREAD_ATTRIBUTE_JOB_LIST, jobs))) {
    return GetLastError();
  }
  STARTUPINFOEXW startup = {};
  startup.StartupInfo.cb = sizeof(startup);
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = StreamFor(process.streams[0]);
  startup.StartupInfo.hStdOutput = StreamFor(process.streams[1]);
  startup.StartupInfo.hStdError = StreamFor(process.streams[2]);
  startup.lpAttributeList = attributes.get();
  std::wstring command_line = process.line.text;  // Windows writes into it
  std::wstring environment = process.environment.value_or(L"");
  PROCESS_INFORMATION info = {};
  // The list filters only what bInheritHandles lets through; without a list all
  // that is inheritable would get through.
  if (!CreateProcessW(
          process.line.program.c_str(), command_line.data(), nullptr, nullptr,
          /*bInheritHandles=*/!handles.empty(),
          process.flags | EXTENDED_STARTUPINFO_PRESENT |
              CREATE_UNICODE_ENVIRONMENT,
          process.environment.has_value() ? environment.data() : nullptr,
          process.folder.empty() ? nullptr : process.folder.c_str(),
          &startup.StartupInfo, &info)) {
    return GetLastError();
  }
  CloseHandle(info.hThread);
  created = {Adopt(info.hProcess), static_cast<int64_t>(info.dwProcessId)};
  return 0;
}

}  // namespace process::internal
