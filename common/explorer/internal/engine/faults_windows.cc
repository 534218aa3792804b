// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/engine/faults_windows.h"

#include <windows.h>

#include <atomic>
#include <cstdint>

#include "common/explorer/internal/engine/engine.h"

namespace explorer::internal {
namespace {

constinit std::atomic<void (*)(const Fault&)> g_on_fault = nullptr;

// Of ExceptionInformation[0].
constexpr ULONG_PTR kWrites = 1;
constexpr ULONG_PTR kCalls = 8;

bool IsThere(uintptr_t address) {
  MEMORY_BASIC_INFORMATION memory = {};
  return VirtualQuery(reinterpret_cast<const void*>(address), &memory,
                      sizeof(memory)) != 0 &&
         memory.State == MEM_COMMIT;
}

// Addresses differ from run to run, reports don't: they have none.
const char* WhatAccess(uintptr_t address, bool writes) {
  constexpr uintptr_t kNeverThere = 64 * 1024;
  if (address < kNeverThere) {
    return writes ? "writes through a null pointer"
                  : "reads through a null pointer";
  }
  if (IsThere(address)) {
    return writes ? "writes memory that it may only read"
                  : "reads memory that it may not";
  }
  return writes ? "writes memory that is not there"
                : "reads memory that is not there";
}

void DescribeAccess(const EXCEPTION_RECORD& record, const CONTEXT& context,
                    Fault* fault) {
  fault->signal = "EXCEPTION_ACCESS_VIOLATION";
  const uintptr_t address = record.ExceptionInformation[1];
  const ULONG_PTR how = record.ExceptionInformation[0];
  if (how == kCalls || address == context.Rip) {
    fault->what = "calls what is no function";
    fault->code = *reinterpret_cast<const void* const*>(context.Rsp);
  } else {
    fault->what = WhatAccess(address, how == kWrites);
  }
}

// Whether it is one that the program had by itself.
bool Describe(const EXCEPTION_RECORD& record, const CONTEXT& context,
              Fault* fault) {
  fault->code = reinterpret_cast<const void*>(context.Rip + 1);
  switch (record.ExceptionCode) {
    case EXCEPTION_ACCESS_VIOLATION:
      DescribeAccess(record, context, fault);
      return true;
    case EXCEPTION_INT_DIVIDE_BY_ZERO:
      fault->signal = "EXCEPTION_INT_DIVIDE_BY_ZERO";
      fault->what = "divides by zero";
      return true;
    case EXCEPTION_INT_OVERFLOW:
      fault->signal = "EXCEPTION_INT_OVERFLOW";
      fault->what = "calculates what can't be";
      return true;
    case EXCEPTION_ILLEGAL_INSTRUCTION:
      fault->signal = "EXCEPTION_ILLEGAL_INSTRUCTION";
      fault->what =
          "comes to no instruction, as where a function does not return what "
          "it should";
      return true;
    default:
      return false;  // C++ exceptions are among them
  }
}

LONG CALLBACK OnException(EXCEPTION_POINTERS* exception) {
  Fault fault;
  void (*const on_fault)(const Fault&) = g_on_fault;
  if (on_fault != nullptr && Describe(*exception->ExceptionRecord,
                                      *exception->ContextRecord, &fault)) {
    on_fault(fault);
  }
  return EXCEPTION_CONTINUE_SEARCH;
}

}  // namespace

// Never removed: the system takes a handler that was left for one that runs.
// The last of those that are asked: the arena's memory becomes real by a fault.
void WatchFaults(void (*on_fault)(const Fault& fault)) {
  g_on_fault = on_fault;
  [[maybe_unused]] static void* const handler =
      AddVectoredExceptionHandler(/*First=*/0, &OnException);
}

}  // namespace explorer::internal
