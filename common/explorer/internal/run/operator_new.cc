// SPDX-License-Identifier: Apache-2.0
//
// Replaces operator new and delete: an explored program's blocks come from the
// arena (arena.h), as those of its malloc do (instrumented.h), all others from
// malloc.

#include <cstddef>
#include <cstdlib>
#include <new>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/aligned_memory.h"
#include "common/explorer/internal/memory/arena.h"
#include "common/explorer/internal/run/runtime.h"

namespace explorer::internal {
namespace {

void* FromMalloc(size_t size, size_t alignment) {
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size);
  return AllocateAligned(size, alignment);
}

void ToMalloc(void* block, size_t alignment) {
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::free(block);
  FreeAligned(block);
}

void* Allocate(size_t size, size_t alignment, Pc pc) {
  if (!ActiveHere()) return FromMalloc(size, alignment);
  return AllocateBlock(size, alignment, pc);
}

void* AllocateOrThrow(size_t size, size_t alignment, Pc pc) {
  void* block = Allocate(size, alignment, pc);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

// Who uses the block meanwhile races with that: it is as if it were written.
void CheckFree(void* block, Pc pc) {
  if (IsFreed(block)) Fail("delete of what was deleted before", pc);
  Write(block, BytesOf(block), pc);
}

void Free(void* block, size_t alignment, Pc pc) {
  if (block != nullptr && !FreeBlock(block, pc)) ToMalloc(block, alignment);
}

constexpr size_t kDefault = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

}  // namespace

void* AllocateBlock(size_t size, size_t alignment, Pc pc) {
  if (size == 0) size = 1;
  void* const block = AllocateInArena(CurrentThread(), size, alignment);
  if (block != nullptr) return block;
  // What no program could have is for the program to see.
  // Volatile: what is freed at once a compiler may take for had.
  void* volatile const real = FromMalloc(size, alignment);
  if (real == nullptr) return nullptr;
  ToMalloc(real, alignment);
  CurrentRuntime()->FindTooMuchMemory(pc);
}

bool FreeBlock(void* block, Pc pc) {
  if (!IsInArena(block)) return false;
  if (ActiveHere()) CheckFree(block, pc);
  FreeInArena(ActiveHere() ? CurrentThread() : -1, block);
  return true;
}

size_t BytesOfBlock(const void* block) {
  return IsInArena(block) ? BytesOf(block) : 0;
}

}  // namespace explorer::internal

using explorer::internal::Allocate;
using explorer::internal::AllocateOrThrow;
using explorer::internal::Free;
using explorer::internal::kDefault;
using std::align_val_t;
using std::nothrow_t;

void* operator new(size_t size) {
  return AllocateOrThrow(size, kDefault, CALLER);
}
void* operator new[](size_t size) {
  return AllocateOrThrow(size, kDefault, CALLER);
}
void* operator new(size_t size, align_val_t alignment) {
  return AllocateOrThrow(size, static_cast<size_t>(alignment), CALLER);
}
void* operator new[](size_t size, align_val_t alignment) {
  return AllocateOrThrow(size, static_cast<size_t>(alignment), CALLER);
}
void* operator new(size_t size, const nothrow_t&) noexcept {
  return Allocate(size, kDefault, CALLER);
}
void* operator new[](size_t size, const nothrow_t&) noexcept {
  return Allocate(size, kDefault, CALLER);
}
void* operator new(size_t size, align_val_t alignment,
                   const nothrow_t&) noexcept {
  return Allocate(size, static_cast<size_t>(alignment), CALLER);
}
void* operator new[](size_t size, align_val_t alignment,
                     const nothrow_t&) noexcept {
  return Allocate(size, static_cast<size_t>(alignment), CALLER);
}

void operator delete(void* block) noexcept { Free(block, kDefault, CALLER); }
void operator delete[](void* block) noexcept { Free(block, kDefault, CALLER); }
void operator delete(void* block, size_t) noexcept {
  Free(block, kDefault, CALLER);
}
void operator delete[](void* block, size_t) noexcept {
  Free(block, kDefault, CALLER);
}
void operator delete(void* block, align_val_t alignment) noexcept {
  Free(block, static_cast<size_t>(alignment), CALLER);
}
void operator delete[](void* block, align_val_t alignment) noexcept {
  Free(block, static_cast<size_t>(alignment), CALLER);
}
void operator delete(void* block, size_t, align_val_t alignment) noexcept {
  Free(block, static_cast<size_t>(alignment), CALLER);
}
void operator delete[](void* block, size_t, align_val_t alignment) noexcept {
  Free(block, static_cast<size_t>(alignment), CALLER);
}
void operator delete(void* block, const nothrow_t&) noexcept {
  Free(block, kDefault, CALLER);
}
void operator delete[](void* block, const nothrow_t&) noexcept {
  Free(block, kDefault, CALLER);
}
