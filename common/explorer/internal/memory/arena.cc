// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/arena.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/explorer/internal/memory/reserve_memory.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {
namespace {

constexpr size_t kShare = kMaxBytesOfThread;  // of address space
constexpr size_t kGrain = 16;
constexpr size_t kClasses = 64;  // of small blocks, by grains

// In front of each block.
struct alignas(kGrain) Header {
  uint32_t grains = 0;  // with the header
  uint16_t owner = 0;
  bool live = false;
};

struct FreeBlock {
  FreeBlock* next = nullptr;
};

// One thread's part of the arena.
struct Share {
  char* begin = nullptr;  // of this execution
  char* top = nullptr;
  size_t live = 0;  // blocks of this execution
  std::array<FreeBlock*, kClasses> free = {};
};

char* g_arena = nullptr;
std::array<Share, kMaxThreads> g_shares;
int g_shares_used = 0;  // in this execution: the first ones

Header* HeaderOf(void* block) { return static_cast<Header*>(block) - 1; }

char* EndOf(int thread) {
  return g_arena + kShare * static_cast<size_t>(thread + 1);
}

void ReserveArena() {
  g_arena = static_cast<char*>(ReserveMemory(kShare * kMaxThreads));
  for (int t = 0; t < kMaxThreads; ++t) {
    Share& share = g_shares[static_cast<size_t>(t)];
    share.begin = share.top = g_arena + kShare * static_cast<size_t>(t);
  }
}

// The end of the last block that still lives.
char* EndOfLive(const Share& share) {
  char* end = share.begin;
  if (share.live == 0) return end;  // as it should be
  for (char* at = share.begin; at < share.top;) {
    const Header* header = reinterpret_cast<const Header*>(at);
    const size_t bytes = header->grains * kGrain;
    // The program wrote beyond a block: nobody knows where the next one is.
    if (bytes == 0 || bytes > static_cast<size_t>(share.top - at)) {
      return share.top;
    }
    at += bytes;
    if (header->live) end = at;
  }
  return end;
}

}  // namespace

void BeginArena() {
  if (g_arena == nullptr) ReserveArena();
}

bool EndArena() {
  bool moved = false;
  for (; g_shares_used > 0; --g_shares_used) {
    Share& share = g_shares[static_cast<size_t>(g_shares_used - 1)];
    if (share.top == share.begin) continue;  // not used
    char* const end = EndOfLive(share);
    moved |= end != share.begin;
    share.begin = share.top = end;
    share.live = 0;
    share.free = {};
  }
  return moved;
}

void* AllocateInArena(int thread, size_t size, size_t alignment) {
  Share& share = g_shares[static_cast<size_t>(thread)];
  const size_t grains = (size + kGrain - 1) / kGrain + 1;
  ++share.live;
  if (thread >= g_shares_used) g_shares_used = thread + 1;
  if (alignment <= kGrain && grains < kClasses &&
      share.free[grains] != nullptr) {
    FreeBlock* block = share.free[grains];
    share.free[grains] = block->next;
    HeaderOf(block)->live = true;
    return block;
  }
  // A larger alignment: the block before it grows by the gap.
  const size_t gap_to = alignment > kGrain ? alignment : kGrain;
  const uintptr_t first =
      reinterpret_cast<uintptr_t>(share.top) + sizeof(Header);
  const uintptr_t aligned = (first + gap_to - 1) & ~(gap_to - 1);
  const size_t gap = aligned - first;
  if (size > kShare || share.top + gap + grains * kGrain > EndOf(thread)) {
    --share.live;
    return nullptr;
  }
  if (gap > 0) {
    *reinterpret_cast<Header*>(share.top) = {
        static_cast<uint32_t>(gap / kGrain), static_cast<uint16_t>(thread),
        false};
    share.top += gap;
  }
  Header* header = reinterpret_cast<Header*>(share.top);
  *header = {static_cast<uint32_t>(grains), static_cast<uint16_t>(thread),
             true};
  share.top += grains * kGrain;
  return header + 1;
}

void FreeInArena(int thread, void* block) {
  Header* header = HeaderOf(block);
  Share& share = g_shares[header->owner];
  const bool of_this_execution = static_cast<char*>(block) >= share.begin;
  if (header->live && of_this_execution) --share.live;
  header->live = false;
  if (header->owner != thread || header->grains >= kClasses ||
      header->grains < 2 || !of_this_execution) {
    return;
  }
  FreeBlock* free = static_cast<FreeBlock*>(block);
  free->next = share.free[header->grains];
  share.free[header->grains] = free;
}

bool IsFreed(const void* block) {
  return !(static_cast<const Header*>(block) - 1)->live;
}

size_t BytesOf(const void* block) {
  return ((static_cast<const Header*>(block) - 1)->grains - 1) * kGrain;
}

bool IsInArena(const volatile void* address) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  const uintptr_t begin = reinterpret_cast<uintptr_t>(g_arena);
  return g_arena != nullptr && at >= begin && at - begin < kShare * kMaxThreads;
}

uintptr_t CanonicalAddress(const volatile void* address) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  if (!IsInArena(address)) return at;
  const size_t thread = (at - reinterpret_cast<uintptr_t>(g_arena)) / kShare;
  const uintptr_t begin = reinterpret_cast<uintptr_t>(g_shares[thread].begin);
  // What outlived an earlier execution keeps its address.
  if (at < begin) return at;
  // No program has anything at the first addresses; and alignment is kept.
  return kGrain + thread * kShare + (at - begin);
}

}  // namespace explorer::internal
