// SPDX-License-Identifier: Apache-2.0
//
// These functions run before constructors do, and within a sanitizer: all state
// is constant-initialised, and nothing is instrumented that they can reach
// then.

#include "common/explorer/internal/engine/thread_local_storage.h"

#include <cstddef>
#include <cstdint>

#include "absl/base/attributes.h"
#include "absl/base/config.h"

// A sanitizer that begins makes a key before it can be told of anything.
#define NOT_INSTRUMENTED \
  ABSL_ATTRIBUTE_NO_SANITIZE_ADDRESS ABSL_ATTRIBUTE_NO_SANITIZE_THREAD

namespace explorer::internal {
namespace {

// As often as a thread of the system looks for new values.
constexpr int kRounds = 4;

// Written when a key is made or deleted, and nobody uses it meanwhile.
struct Key {
  void (*destructor)(void*) = nullptr;
  // Counts the keys that have had this number.
  uint32_t incarnation = 0;
  bool is_the_systems = false;
};

constinit Key g_keys[ThreadLocals::kMaxKeys];

#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
// A sanitizer makes its keys before the program's constructors run.
constinit bool g_sanitizer_makes_keys = true;
__attribute__((constructor(101))) void ProgramBegins() {
  g_sanitizer_makes_keys = false;
}
NOT_INSTRUMENTED bool SanitizerMakesKeys() { return g_sanitizer_makes_keys; }
#else
bool SanitizerMakesKeys() { return false; }
#endif

}  // namespace

NOT_INSTRUMENTED bool KeyMade(size_t key, void (*destructor)(void*)) {
  if (key >= ThreadLocals::kMaxKeys) return false;
  ++g_keys[key].incarnation;
  g_keys[key].destructor = destructor;
  g_keys[key].is_the_systems = SanitizerMakesKeys();
  return true;
}

NOT_INSTRUMENTED void KeyDeleted(size_t key) {
  if (key >= ThreadLocals::kMaxKeys) return;
  ++g_keys[key].incarnation;
  g_keys[key].destructor = nullptr;
  g_keys[key].is_the_systems = false;
}

void KeyIsTheSystems(size_t key) {
  if (key < ThreadLocals::kMaxKeys) g_keys[key].is_the_systems = true;
}

NOT_INSTRUMENTED bool KeyIsThePrograms(size_t key) {
  return key < ThreadLocals::kMaxKeys && !g_keys[key].is_the_systems;
}

void ThreadLocals::Clear() {
  for (size_t key = 0; key < used_; ++key) values_[key] = {};
  used_ = 0;
  at_exit_.clear();
}

void* ThreadLocals::Get(size_t key) const {
  const Value& value = values_[key];
  return value.incarnation == g_keys[key].incarnation ? value.value : nullptr;
}

void ThreadLocals::Set(size_t key, void* value) {
  values_[key] = {value, g_keys[key].incarnation};
  if (key >= used_) used_ = key + 1;
}

void ThreadLocals::AtExit(void (*destructor)(void*), void* object) {
  at_exit_.push_back({destructor, object});
}

void ThreadLocals::RunDestructors() {
  for (int round = 0; round < kRounds; ++round) {
    RunVariableDestructors();
    if (!RunKeyDestructors()) break;
  }
  RunVariableDestructors();
}

void ThreadLocals::RunVariableDestructors() {
  while (!at_exit_.empty()) {
    const Destructor last = at_exit_.back();
    at_exit_.pop_back();
    last.function(last.object);
  }
}

// Whether there were any.
bool ThreadLocals::RunKeyDestructors() {
  bool any = false;
  for (size_t key = 0; key < used_; ++key) {
    void* const value = Get(key);
    void (*const destructor)(void*) = g_keys[key].destructor;
    if (value == nullptr || destructor == nullptr) continue;
    values_[key].value = nullptr;
    any = true;
    destructor(value);
  }
  return any;
}

}  // namespace explorer::internal
