// SPDX-License-Identifier: Apache-2.0
//
// A peer in a process of its own, as seen by the program that asks it for
// figures. driver.h says what can be asked.
//
//   absl::StatusOr<RemotePeer> rust = RemotePeer::Start({"/tmp/peer_rust"});
//   rust->Ask("spawn 100 200");
//
// It starts the process by posix_spawn(3), not by what is being measured.
//
// Thread safety: none.

#ifndef COMMON_PROCESS_BENCH_REMOTE_PEER_H_
#define COMMON_PROCESS_BENCH_REMOTE_PEER_H_

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace process_bench {

class RemotePeer {
 public:
  // args[0] is looked for on PATH. NotFound if it is not there.
  static absl::StatusOr<RemotePeer> Start(const std::vector<std::string>& args);

  RemotePeer(RemotePeer&& other);
  RemotePeer& operator=(RemotePeer&&) = delete;
  ~RemotePeer();

  // The numbers of its answer.
  //   Unimplemented     the peer cannot do it
  //   Aborted           its process has ended; stderr says why
  //   DeadlineExceeded  no answer for two minutes; it has been killed
  absl::StatusOr<std::vector<double>> Ask(absl::string_view request);

  // Limits its open files, and those of its children, to `limit`, or to the
  // most that the system grants. Returns what they are limited to.
  int64_t LimitOpenFiles(int64_t limit);

 private:
  RemotePeer(pid_t pid, FILE* requests, FILE* answers)
      : pid_(pid), requests_(requests), answers_(answers) {}

  pid_t pid_;
  FILE* requests_;
  FILE* answers_;
};

}  // namespace process_bench

#endif  // COMMON_PROCESS_BENCH_REMOTE_PEER_H_
