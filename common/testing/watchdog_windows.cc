// SPDX-License-Identifier: Apache-2.0
//
// Windows: every thread is suspended, its stack followed from outside, and
// resumed. Sources: the Win32 pages of CreateToolhelp32Snapshot, SuspendThread,
// GetThreadContext and RtlVirtualUnwind, and "x64 exception handling".

#include <windows.h>
// <windows.h> comes first, the others need it.
#include <tlhelp32.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/testing/watchdog_platform.h"

namespace testing_util {
namespace {

std::atomic<HANDLE> stderr_to_use = nullptr;

// Steps from a function to its caller. RtlVirtualUnwind() rather than dbghelp's
// StackWalk64(): the latter allocates, and a suspended thread may hold the lock
// of the heap.
void StepToCaller(CONTEXT* context) {
  DWORD64 image_base = 0;
  RUNTIME_FUNCTION* function =
      RtlLookupFunctionEntry(context->Rip, &image_base, nullptr);
  if (function == nullptr) {
    // A leaf function: nothing on the stack but where to return to.
    context->Rip = *reinterpret_cast<DWORD64*>(context->Rsp);
    context->Rsp += sizeof(DWORD64);
    return;
  }
  void* handler_data = nullptr;
  DWORD64 establisher_frame = 0;
  RtlVirtualUnwind(UNW_FLAG_NHANDLER, image_base, context->Rip, function,
                   context, &handler_data, &establisher_frame, nullptr);
}

// Returns the number of frames that it wrote to `frames`.
int FollowStack(CONTEXT context, void* (&frames)[kMaxFrames]) {
  int depth = 0;
  while (context.Rip != 0 && depth < kMaxFrames) {
    DWORD64 address = depth == 0 ? context.Rip : context.Rip - 1;
    frames[depth++] = reinterpret_cast<void*>(address);
    StepToCaller(&context);
  }
  return depth;
}

void SetError(ThreadStack* stack, absl::string_view function) {
  stack->problem = absl::StrCat("cannot read its stack: ", function,
                                " failed with error ", GetLastError());
}

// Allocates nothing while the thread is suspended.
void ReadOtherThread(HANDLE thread, ThreadStack* stack) {
  void* frames[kMaxFrames];
  int depth = 0;
  CONTEXT context = {};
  context.ContextFlags = CONTEXT_FULL;
  if (SuspendThread(thread) == static_cast<DWORD>(-1)) {
    return SetError(stack, "SuspendThread");
  }
  // SuspendThread() only asks; GetThreadContext() waits until it has happened.
  bool got_context = GetThreadContext(thread, &context);
  if (got_context) depth = FollowStack(context, frames);
  ResumeThread(thread);
  if (!got_context) return SetError(stack, "GetThreadContext");
  stack->frames.assign(frames, frames + depth);
}

void ReadCallingThread(ThreadStack* stack) {
  void* frames[kMaxFrames];
  CONTEXT context = {};
  RtlCaptureContext(&context);
  int depth = FollowStack(context, frames);
  stack->frames.assign(frames, frames + depth);
}

// The functions for thread names are looked up at run time: MinGW's import
// library lacks them, as does Windows before 10.
template <typename Function>
Function FindThreadFunction(const char* name) {
  HMODULE library = GetModuleHandleA("kernelbase.dll");
  return reinterpret_cast<Function>(
      reinterpret_cast<void*>(GetProcAddress(library, name)));
}

std::string ThreadName(HANDLE thread) {
  using Function = HRESULT(WINAPI*)(HANDLE, PWSTR*);
  const auto get = FindThreadFunction<Function>("GetThreadDescription");
  PWSTR wide = nullptr;
  if (get == nullptr || FAILED(get(thread, &wide))) return "";
  char name[256] = "";
  WideCharToMultiByte(CP_UTF8, 0, wide, -1, name, sizeof(name) - 1, nullptr,
                      nullptr);
  LocalFree(wide);
  return name;
}

void SetNameOfThisThread(const std::string& name) {
  using Function = HRESULT(WINAPI*)(HANDLE, PCWSTR);
  const auto set = FindThreadFunction<Function>("SetThreadDescription");
  const std::wstring wide(name.begin(), name.end());
  if (set != nullptr) set(GetCurrentThread(), wide.c_str());
}

ThreadStack ReadThread(DWORD id) {
  ThreadStack stack;
  stack.id = id;
  HANDLE thread = OpenThread(THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT |
                                 THREAD_QUERY_LIMITED_INFORMATION,
                             FALSE, id);
  if (thread == nullptr) {
    SetError(&stack, "OpenThread");
    return stack;
  }
  stack.name = ThreadName(thread);
  if (id == GetCurrentThreadId()) {
    ReadCallingThread(&stack);
  } else {
    ReadOtherThread(thread, &stack);
  }
  CloseHandle(thread);
  return stack;
}

std::vector<DWORD> ThreadsOfThisProcess() {
  std::vector<DWORD> threads;
  // The snapshot lists the threads of every process.
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
  if (snapshot == INVALID_HANDLE_VALUE) return {GetCurrentThreadId()};
  THREADENTRY32 entry = {};
  entry.dwSize = sizeof(entry);
  for (BOOL more = Thread32First(snapshot, &entry); more;
       more = Thread32Next(snapshot, &entry)) {
    if (entry.th32OwnerProcessID == GetCurrentProcessId()) {
      threads.push_back(entry.th32ThreadID);
    }
  }
  CloseHandle(snapshot);
  return threads;
}

}  // namespace

void ForEachThreadStack(absl::FunctionRef<void(const ThreadStack&)> report) {
  for (DWORD id : ThreadsOfThisProcess()) report(ReadThread(id));
}

std::string ModuleAndOffset(const void* address) {
  HMODULE module = nullptr;
  char path[MAX_PATH];
  if (!GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                              GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                          static_cast<const char*>(address), &module) ||
      GetModuleFileNameA(module, path, sizeof(path)) == 0) {
    return "";
  }
  absl::string_view name = path;
  size_t slash = name.find_last_of("\\/");
  if (slash != name.npos) name.remove_prefix(slash + 1);
  return absl::StrFormat("%s+0x%x", name,
                         reinterpret_cast<uintptr_t>(address) -
                             reinterpret_cast<uintptr_t>(module));
}

void RememberStderr() {
  HANDLE self = GetCurrentProcess();
  HANDLE copy = nullptr;
  if (stderr_to_use == nullptr &&
      DuplicateHandle(self, GetStdHandle(STD_ERROR_HANDLE), self, &copy, 0,
                      FALSE, DUPLICATE_SAME_ACCESS)) {
    stderr_to_use = copy;
  }
}

void WriteToStderr(absl::string_view text) {
  HANDLE file = stderr_to_use;
  if (file == nullptr) file = GetStdHandle(STD_ERROR_HANDLE);
  while (!text.empty()) {
    DWORD written = 0;
    if (!WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written,
                   nullptr)) {
      return;
    }
    text.remove_prefix(written);
  }
}

// Windows' own way to follow a stack, which Abseil uses, is complete.
void UseCompleteStacksForCrashes() {}

std::thread StartHelperThread(const std::string& name,
                              absl::AnyInvocable<void()> body) {
  // There are no signals here to keep away from it.
  return std::thread([name, body = std::move(body)]() mutable {
    SetNameOfThisThread(name);
    body();
  });
}

}  // namespace testing_util
