// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/internal/channel.h"

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/exercise/internal/channel_system.h"

namespace exercise::internal {

Channel Channel::TakeStandardStreams() {
  const Streams streams = MoveStandardStreams();
  return Channel(streams.in, streams.out);
}

std::optional<std::string> Channel::ReadLine() {
  size_t end = read_.find('\n');
  while (end == std::string::npos) {
    const std::string piece = ReadSome(in_);
    if (piece.empty()) return std::nullopt;
    read_ += piece;
    end = read_.find('\n');
  }
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

void Channel::Write(absl::string_view bytes) { WriteAll(out_, bytes); }

}  // namespace exercise::internal
