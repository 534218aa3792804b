// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/collector.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "common/process/communicate.h"
#include "common/process/internal/platform.h"

namespace process::internal {
namespace {

// Below this large pages do not pay.
constexpr size_t kLarge = 2 << 20;
// Beyond this, doubling wastes the less.
constexpr size_t kHuge = 512 << 20;

// Moving a large text means to fill new memory with it, so it grows fourfold:
// what is not filled costs addresses alone.
size_t NextCapacity(size_t capacity) {
  return capacity < kLarge || capacity >= kHuge ? 2 * capacity : 4 * capacity;
}

}  // namespace

absl::string_view Collector::Admit(absl::string_view bytes,
                                   const CommunicateOptions& options) {
  if (options.text) bytes = translate_(bytes);
  const size_t room =
      options.max_output - std::min(admitted_, options.max_output);
  if (bytes.size() > room) {
    truncated_ = true;
    bytes = bytes.substr(0, room);
  }
  admitted_ += bytes.size();
  return bytes;
}

// Filling new memory costs more than reading the pipe does: the system has to
// find each page. So ask for room seldom, and for large pages.
void Collector::Keep(absl::string_view bytes) {
  const size_t needed = text_.size() + bytes.size();
  if (needed > text_.capacity()) {
    const size_t room = std::max(needed, NextCapacity(text_.capacity()));
    if (room < kLarge) {
      text_.reserve(room);
    } else {
      std::string larger;
      larger.reserve(room);
      ExpectToFill(larger.data(), larger.capacity());
      larger.append(text_);
      text_ = std::move(larger);
    }
  }
  text_.append(bytes.data(), bytes.size());
}

}  // namespace process::internal
