// SPDX-License-Identifier: Apache-2.0
//
// What Subprocess::Communicate() and Run() take and give: the child's input,
// how long and how much to read, and what came.
//
//   child.Communicate({.input = text, .timeout = absl::Seconds(5)})
//
// Thread safety: values.
//
// Source: Popen.communicate in Python's subprocess; WaitDelay in Go's os/exec.

#ifndef COMMON_PROCESS_COMMUNICATE_H_
#define COMMON_PROCESS_COMMUNICATE_H_

#include <cstddef>
#include <limits>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace process {

enum class OutputStream { kOut, kErr };

// What happens once a stream has brought more than max_output bytes. In any
// case Output::truncated is set and the first max_output bytes are kept.
enum class OnLimit {
  kDiscard,  // the rest is read and dropped: the child runs on to its end
  kClose,    // the stream is closed: the child's next write fails
  kKill,     // the child and its descendants are killed (KillTree())
};

struct CommunicateOptions {
  // What the child reads; then its input ends. Bytes, sent as they are.
  absl::string_view input = "";

  // For all of it: input, output, and the child's end.
  absl::Duration timeout = absl::InfiniteDuration();

  // The child has ended, but a process that it left behind still holds its
  // output open. It is read on until nothing has come for this long; then
  // Output::held_open is set. Never cuts off what was written before the end.
  absl::Duration drain_grace = absl::InfiniteDuration();

  // Bytes of each stream that are kept.
  size_t max_output = std::numeric_limits<size_t>::max();
  OnLimit on_limit = OnLimit::kDiscard;

  // Text: line ends "\r\n" and "\r" arrive as "\n". Bytes are not changed
  // otherwise; whether they are UTF-8 is not checked. The limit counts bytes
  // after that.
  bool text = false;
};

struct Output {
  std::string out = "";
  std::string err = "";
  bool timed_out = false;  // the timeout came first; the child may still run
  bool truncated = false;  // a stream brought more than max_output bytes
  bool held_open = false;  // given up on a stream that another process holds
};

}  // namespace process

#endif  // COMMON_PROCESS_COMMUNICATE_H_
