// SPDX-License-Identifier: Apache-2.0
//
// A thread that handles items one after another, until it is asked to stop.
//
//   ch37::Worker worker([](int64_t page) { Print(page); });
//   worker.Submit(1);
//   worker.Submit(2);
//   ...
//   std::vector<int64_t> not_printed = worker.Stop();
//
// Every item that Submit() has taken is either handled, once, or among those
// that Stop() gives back.
//
// Thread safety: any thread may call Submit(), RequestStop() and
// stop_requested() at any time, `handle` as well. One thread calls Stop() and
// the destructor, and that is not `handle`. See task.md.

#ifndef LABS_CH37_EXERCISES_4_STOP_WORKER_H_
#define LABS_CH37_EXERCISES_4_STOP_WORKER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ch37 {

class Worker {
 public:
  using Handle = std::function<void(int64_t item)>;

  // Starts the thread. It calls `handle` for each item, in the order in which
  // they were submitted.
  explicit Worker(Handle handle);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // As Stop(); what was not handled is gone.
  ~Worker();

  // Takes an item and returns true; it does not wait for others to be handled.
  // Once a stop was requested: false, and the item is not taken.
  bool Submit(int64_t item);

  // Asks the thread to stop, and does not wait for it. An item that is being
  // handled is handled to its end; no other one is begun. To ask again does no
  // harm.
  void RequestStop();

  // Whether a stop was requested. A `handle` that takes long asks this now and
  // then, and gives up early.
  bool stop_requested() const;

  // Requests a stop and waits until the thread has ended. Returns the items
  // that were taken and not begun, in the order of Submit(). To call it again
  // does no harm, and returns nothing.
  std::vector<int64_t> Stop();

 private:
  void Run();
  std::optional<int64_t> WaitForItem();

  // BEGIN SOLUTION
  bool HasItemOrMustStop() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stop_requested_ || !items_.empty();
  }
  // STUB: bool HasItem() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
  // STUB:   return !items_.empty();
  // STUB: }
  // END SOLUTION

  const Handle handle_;
  mutable absl::Mutex mutex_;
  std::deque<int64_t> items_ ABSL_GUARDED_BY(mutex_);
  // BEGIN SOLUTION
  bool stop_requested_ ABSL_GUARDED_BY(mutex_) = false;
  // END SOLUTION
  std::thread thread_;
};

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_4_STOP_WORKER_H_
