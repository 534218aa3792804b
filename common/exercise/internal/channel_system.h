// SPDX-License-Identifier: Apache-2.0
//
// What a channel needs of the system: descriptors that it can move and use.
//
// Thread safety: one thread at a time. Errors: CHECK.

#ifndef COMMON_EXERCISE_INTERNAL_CHANNEL_SYSTEM_H_
#define COMMON_EXERCISE_INTERNAL_CHANNEL_SYSTEM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace exercise::internal {

struct Streams {
  int in;
  int out;
};

// Copies of standard input and output that children do not inherit. The
// standard streams themselves become empty, and standard error.
Streams MoveStandardStreams();

// Waits for some bytes and returns them; nothing at the end.
std::string ReadSome(int descriptor);

// Writes all of it. Does nothing if nobody reads any more.
void WriteAll(int descriptor, absl::string_view bytes);

}  // namespace exercise::internal

#endif  // COMMON_EXERCISE_INTERNAL_CHANNEL_SYSTEM_H_
