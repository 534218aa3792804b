// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/call_stack.h"

#include <unwind.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {
namespace {

constexpr size_t kDeepest = 64;

_Unwind_Reason_Code Add(_Unwind_Context* frame, void* stack) {
  auto& addresses = *static_cast<std::vector<Pc>*>(stack);
  int interrupted = 0;  // by a signal: not at a call
  const uintptr_t code = _Unwind_GetIPInfo(frame, &interrupted);
  if (code == 0 || addresses.size() == kDeepest) return _URC_END_OF_STACK;
  addresses.push_back(reinterpret_cast<Pc>(interrupted ? code + 1 : code));
  return _URC_NO_REASON;
}

}  // namespace

std::vector<Pc> CallStack() {
  std::vector<Pc> addresses;
  addresses.reserve(kDeepest);
  _Unwind_Backtrace(&Add, &addresses);
  return addresses;
}

std::vector<Pc> WayTo(Pc pc, const std::vector<Pc>& callers) {
  std::vector<Pc> way = {pc};
  const std::vector<Pc> stack = CallStack();
  const auto here = std::find(stack.begin(), stack.end(), pc);
  const auto caller = callers.empty()
                          ? stack.end()
                          : std::find(here, stack.end(), callers.front());
  if (here != stack.end() && caller != stack.end()) {
    way.insert(way.end(), here + 1, caller);
  }
  way.insert(way.end(), callers.begin(), callers.end());
  return way;
}

}  // namespace explorer::internal
