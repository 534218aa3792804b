// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "common/explorer/internal/memory/reserve_memory.h"

namespace explorer::internal {
namespace {

char* g_begin = nullptr;
size_t g_bytes = 0;

// Reserved memory becomes real where it is touched first.
LONG CALLBACK CommitWhereTouched(EXCEPTION_POINTERS* exception) {
  const EXCEPTION_RECORD& record = *exception->ExceptionRecord;
  if (record.ExceptionCode != EXCEPTION_ACCESS_VIOLATION) {
    return EXCEPTION_CONTINUE_SEARCH;
  }
  constexpr size_t kChunk = 64 * 1024;
  const ULONG_PTR touched = record.ExceptionInformation[1];
  const ULONG_PTR begin = reinterpret_cast<ULONG_PTR>(g_begin);
  if (touched < begin || touched - begin >= g_bytes) {
    return EXCEPTION_CONTINUE_SEARCH;
  }
  void* chunk = reinterpret_cast<void*>(touched & ~(kChunk - 1));
  return VirtualAlloc(chunk, kChunk, MEM_COMMIT, PAGE_READWRITE) != nullptr
             ? EXCEPTION_CONTINUE_EXECUTION
             : EXCEPTION_CONTINUE_SEARCH;
}

}  // namespace

void* ReserveMemory(size_t bytes) {
  void* memory = VirtualAlloc(nullptr, bytes, MEM_RESERVE, PAGE_READWRITE);
  if (memory == nullptr) {
    std::fputs("explorer: no address space for the explored program's heap\n",
               stderr);
    std::abort();
  }
  g_begin = static_cast<char*>(memory);
  g_bytes = bytes;
  AddVectoredExceptionHandler(/*First=*/1, &CommitWhereTouched);
  return memory;
}

}  // namespace explorer::internal
