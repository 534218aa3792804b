// SPDX-License-Identifier: Apache-2.0
//
// The heap of an explored program. Where a thread's blocks lie depends on what
// that thread itself allocated and freed, not on what others did meanwhile: so
// an object has the same name on each schedule, and the search can compare
// executions. Operator new and delete come here while a program is explored.
//
//   BeginArena();                       // an execution begins
//   void* block = AllocateInArena(/*thread=*/1, 40, 16);
//   CanonicalAddress(block);            // the same in each execution
//   FreeInArena(1, block);
//   EndArena();                         // what still lives is left alone
//
// A block that outlives its execution (a static's, or a container's outside of
// the body) stays valid for good: later executions begin behind it.
//
// Thread safety: none; threads of an explored program run one at a time.
// Errors: AllocateInArena() returns nullptr when a thread's share is used up.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_ARENA_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_ARENA_H_

#include <cstddef>
#include <cstdint>

namespace explorer::internal {

// What one thread may allocate in an execution and not free again.
inline constexpr size_t kMaxBytesOfThread = size_t{256} << 20;

void BeginArena();
// Whether addresses have other canonical ones from now on.
bool EndArena();

// `alignment`: a power of two.
void* AllocateInArena(int thread, size_t size, size_t alignment);
// `thread`: who frees; blocks of its own it may get again.
void FreeInArena(int thread, void* block);
// Of a block in the arena: whether it was freed; how many bytes it has, not
// fewer than were asked for.
bool IsFreed(const void* block);
size_t BytesOf(const void* block);
bool IsInArena(const volatile void* address);

// The address itself, or a number below all addresses for one in the arena.
uintptr_t CanonicalAddress(const volatile void* address);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_ARENA_H_
