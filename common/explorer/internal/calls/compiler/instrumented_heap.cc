// SPDX-License-Identifier: Apache-2.0
//
// malloc and its like, as code under test calls them (see instrumented.h): the
// blocks lie at the same addresses in each execution, as those of new do.

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::AllocateBlock;
using explorer::internal::BytesOfBlock;
using explorer::internal::FreeBlock;
using explorer::internal::Pc;

constexpr size_t kDefault = alignof(std::max_align_t);

void* Allocate(size_t size, Pc pc) {
  if (ActiveHere()) {
    if (void* block = AllocateBlock(size, kDefault, pc)) return block;
  }
  return malloc(size);
}

void Free(void* block, Pc pc) {
  if (block != nullptr && !FreeBlock(block, pc)) free(block);
}

char* Copy(const char* text, size_t length, Pc pc) {
  if (ActiveHere()) explorer::internal::Read(text, length, pc);
  char* const copy = static_cast<char*>(Allocate(length + 1, pc));
  if (copy == nullptr) return nullptr;
  if (ActiveHere()) explorer::internal::Write(copy, length + 1, pc);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

}  // namespace

extern "C" {

void* explorer_malloc(size_t size) { return Allocate(size, CALLER); }

void* explorer_calloc(size_t count, size_t size) {
  if (!ActiveHere()) return calloc(count, size);
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  void* const block = Allocate(bytes, CALLER);
  if (block != nullptr) memset(block, 0, bytes);
  return block;
}

void explorer_free(void* block) { Free(block, CALLER); }

void* explorer_realloc(void* block, size_t size) {
  if (block == nullptr) return Allocate(size, CALLER);
  const size_t before = BytesOfBlock(block);
  if (before == 0) return realloc(block, size);
  if (size == 0) {
    Free(block, CALLER);
    return nullptr;
  }
  void* const larger = Allocate(size, CALLER);
  if (larger == nullptr) return nullptr;
  memcpy(larger, block, before < size ? before : size);
  Free(block, CALLER);
  return larger;
}

char* explorer_strdup(const char* text) {
  return Copy(text, strlen(text), CALLER);
}

char* explorer_strndup(const char* text, size_t most) {
  return Copy(text, strnlen(text, most), CALLER);
}

}  // extern "C"
