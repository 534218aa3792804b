// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/engine/thread_variables_windows.h"

#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/thread_slot_windows.h"

namespace explorer::internal {
namespace {

constinit ThreadSlot g_in_use;

void* OrAbort(void* memory) {
  if (memory == nullptr) std::abort();
  return memory;
}

}  // namespace

ThreadVariables::~ThreadVariables() {
  for (size_t i = 0; i < count_; ++i) _aligned_free(places_[i].memory);
  std::free(places_);
}

void ThreadVariables::MakeNew() {
  for (size_t i = 0; i < count_; ++i) places_[i].is_new = true;
}

void ThreadVariables::MakeRoomFor(size_t count) {
  if (count <= count_) return;
  const size_t larger = std::max(count, 2 * count_);
  places_ = static_cast<Place*>(
      OrAbort(std::realloc(places_, larger * sizeof(Place))));
  std::fill(places_ + count_, places_ + larger, Place{nullptr, true});
  count_ = larger;
}

void* ThreadVariables::AddressOf(const ThreadVariable& variable) {
  MakeRoomFor(variable.number);
  Place& place = places_[variable.number - 1];
  if (!place.is_new) return place.memory;
  place.is_new = false;
  if (place.memory == nullptr) {
    place.memory = OrAbort(_aligned_malloc(variable.size, variable.alignment));
  }
  if (variable.initial != nullptr) {
    std::memcpy(place.memory, variable.initial, variable.size);
  } else {
    std::memset(place.memory, 0, variable.size);
  }
  return place.memory;
}

void UseThreadVariables(ThreadVariables* variables) { g_in_use.Set(variables); }

extern "C" {

void* __real___emutls_get_address(ThreadVariable* variable);

// The real one gives a variable its number when it is first used, and takes a
// lock to do so, which is no part of the program.
static void* RealAddress(ThreadVariable* variable) {
  const bool has_number =
      __atomic_load_n(&variable->number, __ATOMIC_ACQUIRE) != 0;
  if (has_number || !ActiveHere()) return __real___emutls_get_address(variable);
  const NotActive not_the_programs;
  return __real___emutls_get_address(variable);
}

void* __wrap___emutls_get_address(ThreadVariable* variable) {
  auto* const variables = static_cast<ThreadVariables*>(g_in_use.Get());
  if (variables == nullptr) return RealAddress(variable);
  if (variable->number == 0) RealAddress(variable);
  return variables->AddressOf(*variable);
}

}  // extern "C"

}  // namespace explorer::internal
