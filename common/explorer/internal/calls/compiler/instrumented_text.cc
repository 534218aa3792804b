// SPDX-License-Identifier: Apache-2.0
//
// strcpy and its like, as code under test calls them (see instrumented.h).

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Pc;

void Read(const void* address, size_t size, Pc pc) {
  if (ActiveHere() && size != 0) explorer::internal::Read(address, size, pc);
}

void Write(void* address, size_t size, Pc pc) {
  if (ActiveHere() && size != 0) explorer::internal::Write(address, size, pc);
}

// What a comparison looks at: both up to where they differ, or to the end of
// the text, if it is text.
void ReadBoth(const void* a, const void* b, size_t most, bool is_text, Pc pc) {
  if (!ActiveHere()) return;
  const auto* const first = static_cast<const char*>(a);
  const auto* const second = static_cast<const char*>(b);
  size_t size = 0;
  while (size < most) {
    const char c = first[size];
    if (second[size++] != c || (is_text && c == '\0')) break;
  }
  Read(a, size, pc);
  Read(b, size, pc);
}

// The length of what will be printed, and the access.
void WritePrinted(char* to, size_t size, const char* format, va_list arguments,
                  Pc pc) {
  if (!ActiveHere() || size == 0) return;
  va_list copy;
  va_copy(copy, arguments);
  const int length = vsnprintf(nullptr, 0, format, copy);
  va_end(copy);
  if (length < 0) return;
  Write(to, std::min(static_cast<size_t>(length) + 1, size), pc);
}

}  // namespace

extern "C" {

int explorer_memcmp(const void* a, const void* b, size_t size) {
  ReadBoth(a, b, size, /*is_text=*/false, CALLER);
  return memcmp(a, b, size);
}

size_t explorer_strlen(const char* text) {
  const size_t length = strlen(text);
  Read(text, length + 1, CALLER);
  return strlen(text);  // as it is now: others may have gone first
}

int explorer_strcmp(const char* a, const char* b) {
  ReadBoth(a, b, SIZE_MAX, /*is_text=*/true, CALLER);
  return strcmp(a, b);
}

int explorer_strncmp(const char* a, const char* b, size_t most) {
  ReadBoth(a, b, most, /*is_text=*/true, CALLER);
  return strncmp(a, b, most);
}

char* explorer_strcpy(char* to, const char* from) {
  const size_t size = strlen(from) + 1;
  Read(from, size, CALLER);
  Write(to, size, CALLER);
  return strcpy(to, from);
}

char* explorer_strncpy(char* to, const char* from, size_t size) {
  Read(from, std::min(strnlen(from, size) + 1, size), CALLER);
  Write(to, size, CALLER);
  return strncpy(to, from, size);
}

char* explorer_strcat(char* to, const char* from) {
  const size_t before = strlen(to);
  const size_t size = strlen(from) + 1;
  Read(to, before + 1, CALLER);
  Read(from, size, CALLER);
  Write(to + before, size, CALLER);
  return strcat(to, from);
}

int explorer_vsnprintf(char* to, size_t size, const char* format,
                       va_list arguments) {
  WritePrinted(to, size, format, arguments, CALLER);
  return vsnprintf(to, size, format, arguments);
}

int explorer_vsprintf(char* to, const char* format, va_list arguments) {
  WritePrinted(to, SIZE_MAX, format, arguments, CALLER);
  return vsprintf(to, format, arguments);
}

int explorer_snprintf(char* to, size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  WritePrinted(to, size, format, arguments, CALLER);
  const int length = vsnprintf(to, size, format, arguments);
  va_end(arguments);
  return length;
}

int explorer_sprintf(char* to, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  WritePrinted(to, SIZE_MAX, format, arguments, CALLER);
  const int length = vsprintf(to, format, arguments);
  va_end(arguments);
  return length;
}

}  // extern "C"
