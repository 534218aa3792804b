// SPDX-License-Identifier: Apache-2.0
//
// The runner's end of the wire: its standard streams, moved to where neither
// what the student's code prints nor what its children inherit can reach them.
//
//   Channel channel = Channel::TakeStandardStreams();
//   while (std::optional<std::string> line = channel.ReadLine()) ...
//
// Thread safety: one thread at a time.
// Errors: a runner that can't do this can do nothing: CHECK.

#ifndef COMMON_EXERCISE_INTERNAL_CHANNEL_H_
#define COMMON_EXERCISE_INTERNAL_CHANNEL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace exercise::internal {

class Channel {
 public:
  // Keeps copies of standard input and output that children do not inherit.
  // Then standard input is empty, and standard output leads to standard error.
  static Channel TakeStandardStreams();

  // Waits for a line and returns it without its end; nothing at the end.
  std::optional<std::string> ReadLine();

  // Writes all of it. Does nothing if nobody reads any more.
  void Write(absl::string_view bytes);

 private:
  Channel(int in, int out) : in_(in), out_(out) {}

  // Descriptors, of the C library's where the system has none. Open until the
  // program ends.
  int in_;
  int out_;
  std::string read_;  // what came after the last line
};

}  // namespace exercise::internal

#endif  // COMMON_EXERCISE_INTERNAL_CHANNEL_H_
