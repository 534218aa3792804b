// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/contention.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>

#include "absl/log/absl_check.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {
namespace {

struct Lock {
  std::atomic<const void*> which = nullptr;
  std::atomic<int64_t> times = 0;
};

// The hook is called in the middle of an unlock, so it must take no lock: each
// lock that it hears of gets an element by compare and exchange.
constinit std::array<Lock, ContentionRecorder::kMaxLocks> locks;
constinit std::atomic<bool> recording = false;

Lock& ElementOf(const void* mutex) {
  for (size_t i = 0; i + 1 < locks.size(); ++i) {
    const void* owner = nullptr;
    if (locks[i].which.compare_exchange_strong(owner, mutex) ||
        owner == mutex) {
      return locks[i];
    }
  }
  return locks.back();
}

void OnContention(const char* /*event*/, const void* mutex,
                  int64_t /*wait_cycles*/) {
  if (recording.load()) ElementOf(mutex).times.fetch_add(1);
}

// Abseil keeps one hook for the rest of the process.
void RegisterOnce() {
  static const bool registered = [] {
    absl::RegisterMutexTracer(OnContention);
    return true;
  }();
  static_cast<void>(registered);
}

}  // namespace

int64_t Contention::total() const {
  return std::accumulate(times.begin(), times.end(), int64_t{0});
}

ContentionRecorder::ContentionRecorder() {
  RegisterOnce();
  for (Lock& lock : locks) {
    lock.which = nullptr;
    lock.times = 0;
  }
  ABSL_CHECK(!recording.exchange(true))
      << "ContentionRecorder: there can be one at a time";
}

ContentionRecorder::~ContentionRecorder() { recording = false; }

Contention ContentionRecorder::Stop() {
  recording = false;
  Contention contention;
  for (const Lock& lock : locks) {
    if (lock.times > 0) contention.times.push_back(lock.times);
  }
  std::sort(contention.times.begin(), contention.times.end(),
            std::greater<int64_t>());
  return contention;
}

}  // namespace ch38
