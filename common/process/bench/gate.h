// SPDX-License-Identifier: Apache-2.0
//
// A file that a benchmark and its children map into memory: the children say
// when they came and ended, the benchmark says when they may go on. Drivers in
// other languages write the same bytes, hence the fixed layout.
//
// Thread safety: any process that maps it, from any thread.

#ifndef COMMON_PROCESS_BENCH_GATE_H_
#define COMMON_PROCESS_BENCH_GATE_H_

#include <atomic>
#include <cstdint>

namespace process_bench {

struct Gate {
  std::atomic<uint32_t> open;        // offset 0: 1 when children may go on
  std::atomic<uint32_t> arrived;     // offset 4: how many children have come
  std::atomic<int64_t> last_act_ns;  // offset 8: CLOCK_MONOTONIC before _exit
};

static_assert(sizeof(Gate) == 16 && std::atomic<int64_t>::is_always_lock_free);

}  // namespace process_bench

#endif  // COMMON_PROCESS_BENCH_GATE_H_
