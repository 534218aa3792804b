// SPDX-License-Identifier: Apache-2.0
//
// Memory in words: what watches over it keeps one note a word, with a mask of
// the bytes that an access touches.
//
//   for (uintptr_t word = WordOf(address); word < address + size;
//        word += kWordBytes) {
//     Note(word, BytesInWord(word, address, size));
//   }
//
// Thread safety: pure functions. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_WORDS_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_WORDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace explorer::internal {

inline constexpr uintptr_t kWordBytes = 8;

// Bit i stands for byte i of a word.
using ByteSet = uint8_t;
inline constexpr ByteSet kAllBytes = 0xff;

// Where the word begins that the byte is in.
constexpr uintptr_t WordOf(uintptr_t address) {
  return address & ~(kWordBytes - 1);
}

constexpr bool IsInOneWord(uintptr_t address, size_t size) {
  return address % kWordBytes + size <= kWordBytes;
}

// Those of an access that is in one word.
constexpr ByteSet BytesInWord(uintptr_t address, size_t size) {
  return static_cast<ByteSet>(((1u << size) - 1) << address % kWordBytes);
}

// Of the word, the bytes from `address` on; some are in it.
constexpr ByteSet BytesInWord(uintptr_t word, uintptr_t address, size_t size) {
  const uintptr_t begin = std::max(word, address) - word;
  const uintptr_t end = std::min(word + kWordBytes, address + size) - word;
  return static_cast<ByteSet>((1u << end) - (1u << begin));
}

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_WORDS_H_
