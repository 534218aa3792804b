// SPDX-License-Identifier: Apache-2.0
//
// What every C++ library that :peers measures is asked to do. A peer is written
// as a fair user of that library would write it: the shortest call that does
// the job, with the faster of two equally safe options.
//
//   Peer MyPeer() {
//     Peer peer;
//     peer.spawn_and_wait = [](const Args& args) { return my::run(args); };
//     return peer;
//   }
//
// What a library cannot do stays empty. A call that fails ends the program:
// each peer has a process of its own (driver.h).
//
// Thread safety: a peer is used from one thread.

#ifndef COMMON_PROCESS_BENCH_PEER_H_
#define COMMON_PROCESS_BENCH_PEER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace process_bench {

using Args = std::vector<std::string>;  // args[0] is the path of the program

// Bytes in the form that the library hands them over in, so that no peer pays
// for a copy into another's string.
struct Bytes {
  absl::string_view view;
  std::shared_ptr<const void> owner;
};

inline Bytes BytesOf(std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  return {.view = *owner, .owner = owner};
}

struct Ended {
  int exit_code = -1;
  std::string out;
};

// A running child whose standard output is a pipe.
class Child {
 public:
  virtual ~Child() = default;

  // Reads its output to the end and waits for it. Once.
  virtual Ended Collect() = 0;

  // Waits for it, output unread; returns its exit code.
  virtual int Wait() = 0;

  // Its exit code, or nothing if it still runs after `timeout`.
  virtual std::optional<int> WaitFor(absl::Duration timeout) = 0;

  // Kills it and waits for it.
  virtual void Kill() = 0;
};

struct Peer {
  // Streams inherited; returns the exit code.
  std::function<int(const Args&)> spawn_and_wait;

  // Returns all of its standard output; the other streams are inherited.
  std::function<Bytes(const Args&)> capture;

  // Gives it `input` while it takes its output.
  std::function<Bytes(const Args&, const std::string& input)> round_trip;

  std::function<std::unique_ptr<Child>(const Args&)> start;

  // Whether Child::WaitFor() and Kill() work.
  bool can_time_out = false;
};

// A null-terminated argv; it points into `args`.
inline std::vector<char*> Argv(const Args& args) {
  std::vector<char*> argv;
  for (const std::string& arg : args) {
    argv.push_back(const_cast<char*>(arg.c_str()));
  }
  argv.push_back(nullptr);
  return argv;
}

// One a file; driver.cc has the list.
Peer OursPeer();
Peer PosixSpawnPeer();
Peer ForkExecPeer();
Peer GlibPeer();
Peer GlibLeaveOpenPeer();
Peer BoostPeer();
Peer PocoPeer();
Peer LibuvPeer();

}  // namespace process_bench

#endif  // COMMON_PROCESS_BENCH_PEER_H_
