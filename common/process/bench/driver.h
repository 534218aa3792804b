// SPDX-License-Identifier: Apache-2.0
//
// Runs one peer in a process of its own, so that no library's threads, signal
// handlers or memory disturb another's figures. The process reads requests
// from its standard input, one a line, and answers each with one line:
//
//   spawn COUNT MS            spawn and wait for the tiny child, up to COUNT
//                             times or MS milliseconds, at least 3 times
//   note COUNT MS             from the end of a child that lives MS
//                             milliseconds until the wait for it returned
//   note_timed COUNT MS       the same, waiting with a timeout of 10 s
//   capture COUNT SIZE        take SIZE bytes of output
//   round_trip COUNT SIZE     give SIZE bytes of input, take them as output
//   wait_cpu MS               processor time used by a wait that times out
//   crowd COUNT               COUNT children alive at once, then collected
//   ballast SIZE              hold SIZE bytes of memory, each page touched
//
// The answer is "ok" and numbers: nanoseconds, one for each repetition; for
// crowd, how many ended with the right code and output. "none": the peer
// cannot do it. peer_cpython.py and peer_rust.rs speak the same language.
//
// A peer that fails ends the process with a message; so does the end of input.

#ifndef COMMON_PROCESS_BENCH_DRIVER_H_
#define COMMON_PROCESS_BENCH_DRIVER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/process/bench/peer.h"

namespace process_bench {

// What a driver needs to know, in this order on the command line of those in
// other languages.
struct DriverFiles {
  std::string tiny_child;
  std::string child;
  std::string gate;  // a file of sizeof(Gate) bytes
};

// Answers requests until there are no more.
void ServePeer(const Peer& peer, const DriverFiles& files);

}  // namespace process_bench

#endif  // COMMON_PROCESS_BENCH_DRIVER_H_
