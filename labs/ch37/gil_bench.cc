// SPDX-License-Identifier: Apache-2.0
//
// The locks themselves: what it costs to take one that nobody else wants, how
// long a hand-off takes, who is left waiting longest, and what it costs to
// write a timeline down. Beside std::mutex and absl::Mutex.
//
//   bazel run //labs/ch37:gil_bench

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/lab/bench.h"
#include "common/lab/timeline.h"
#include "common/sync/on_threads.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/order.h"
#include "labs/ch37/timeline_recorder.h"

namespace {

using Clock = std::chrono::steady_clock;
using Took = absl::StatusOr<absl::Duration>;

// A lock as each thread sees it. Turn() is called by the holder between two
// pieces of work: it gives others their turn in the way that is usual for the
// lock.
class Lock {
 public:
  virtual ~Lock() = default;
  virtual void Acquire() = 0;
  virtual void Release() = 0;
  virtual void Turn() = 0;
};

// Held from one method to another, which the thread-safety analysis can't see.
template <typename Mutex>
class MutexLock : public Lock {
 public:
  explicit MutexLock(Mutex& mutex) : mutex_(mutex) {}
  void Acquire() override ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex_.lock(); }
  void Release() override ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex_.unlock(); }
  void Turn() override ABSL_NO_THREAD_SAFETY_ANALYSIS {
    mutex_.unlock();
    mutex_.lock();
  }

 private:
  Mutex& mutex_;
};

// absl::Mutex with the names of std::mutex.
class ABSL_LOCKABLE AbslMutex {
 public:
  void lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mu_.Lock(); }
  void unlock() ABSL_UNLOCK_FUNCTION() { mu_.Unlock(); }

 private:
  absl::Mutex mu_;
};

class GilLock : public Lock {
 public:
  explicit GilLock(ch37::Gil& gil) : gil_(gil) {}
  void Acquire() override { gil_.Acquire(self_); }
  void Release() override { gil_.Release(self_); }
  void Turn() override { gil_.CheckPoint(self_); }

 private:
  ch37::Gil& gil_;
  ch37::GilThread self_;
};

// Makes one thread's view of a lock that all callers share.
using View = std::function<std::unique_ptr<Lock>()>;

struct Kind {
  std::string name;
  std::function<View()> make;  // a new lock
};

template <typename Mutex>
View ViewOfMutex() {
  return [mutex = std::make_shared<Mutex>()] {
    return std::make_unique<MutexLock<Mutex>>(*mutex);
  };
}

template <typename SomeGil>
View ViewOfGil() {
  return [gil = std::make_shared<SomeGil>()] {
    return std::make_unique<GilLock>(*gil);
  };
}

std::vector<Kind> Kinds() {
  return {{"std::mutex", ViewOfMutex<std::mutex>},
          {"absl::Mutex", ViewOfMutex<AbslMutex>},
          {"new GIL", ViewOfGil<ch37::NewGil>},
          {"old GIL", ViewOfGil<ch37::OldGil>}};
}

// ---- Nobody else there ------------------------------------------------------

constexpr int kUncontended = 1'000'000;

Took AcquireAndRelease(const View& view) {
  const std::unique_ptr<Lock> lock = view();
  const auto start = Clock::now();
  for (int i = 0; i < kUncontended; ++i) {
    lock->Acquire();
    lock->Release();
  }
  return absl::FromChrono(Clock::now() - start);
}

Took TakeTurns(const View& view) {
  const std::unique_ptr<Lock> lock = view();
  lock->Acquire();
  const auto start = Clock::now();
  for (int i = 0; i < kUncontended; ++i) lock->Turn();
  const auto end = Clock::now();
  lock->Release();
  return absl::FromChrono(end - start);
}

// ---- From one thread to another ---------------------------------------------

constexpr int kHandOffs = 200;

void SpinFor(std::chrono::nanoseconds time) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end) continue;
}

// From the release by a thread until another one, asleep at the lock, has it;
// the sum of many.
Took HandOffs(const View& view) {
  std::atomic<int> asked = 0;
  std::atomic<int> had = 0;
  std::atomic<Clock::time_point> got;
  std::thread other([&] {
    const std::unique_ptr<Lock> lock = view();
    for (int i = 1; i <= kHandOffs; ++i) {
      while (asked < i) std::this_thread::yield();
      lock->Acquire();
      got = Clock::now();
      lock->Release();
      had = i;
    }
  });
  const std::unique_ptr<Lock> lock = view();
  Clock::duration sum = {};
  for (int i = 1; i <= kHandOffs; ++i) {
    lock->Acquire();
    asked = i;
    SpinFor(std::chrono::microseconds(200));  // the other one falls asleep
    const auto released = Clock::now();
    lock->Release();
    while (had < i) std::this_thread::yield();
    sum += got.load() - released;
  }
  other.join();
  return absl::FromChrono(sum);
}

// ---- Four threads want it ---------------------------------------------------

constexpr int kThreads = 4;
constexpr std::chrono::milliseconds kContendedFor(200);

// The longest time that any of four threads was without the lock, while each of
// them wanted it all the time.
Took LongestWait(const View& view) {
  std::vector<Clock::duration> longest(kThreads);
  const auto end = Clock::now() + kContendedFor;
  absl::Status status = sync_util::OnThreads(kThreads, [&](int me) {
    const std::unique_ptr<Lock> lock = view();
    lock->Acquire();
    auto left = Clock::now();
    while (left < end) {
      SpinFor(std::chrono::microseconds(1));  // the work
      left = Clock::now();
      lock->Turn();
      longest[me] = std::max(longest[me], Clock::now() - left);
    }
    lock->Release();
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return absl::FromChrono(*std::max_element(longest.begin(), longest.end()));
}

// ---- Writing a timeline down ------------------------------------------------

std::function<Took()> Count(bool recorded) {
  return [recorded] {
    ch37::OldGil gil;
    ch37::TimelineRecorder recorder(1 << 20);
    return ch37::RunJobs(ch37::CountJobs(2, 2'000'000), ch37::Order::kThreads,
                         gil, recorded ? &recorder : nullptr);
  };
}

constexpr int kEvents = 1'000'000;

// What the recorder does without a lock around it.
Took WriteEvents(bool anything_new) {
  ch37::TimelineRecorder recorder(kEvents);
  ch37::TimelineTrack* track = recorder.AddTrack("thread");
  track->Begin(lab::Activity::kRunning);
  const auto start = Clock::now();
  for (int i = 1; i < kEvents; ++i) {
    track->Begin(anything_new && i % 2 == 1 ? lab::Activity::kWaiting
                                            : lab::Activity::kRunning);
  }
  return absl::FromChrono(Clock::now() - start);
}

void CompareLocks(lab::Bench& bench, const std::string& workload,
                  Took (*measure)(const View&)) {
  std::vector<lab::Way> ways;
  for (const Kind& kind : Kinds()) {
    ways.push_back(
        {.name = kind.name, .timed_run = [=] { return measure(kind.make()); }});
  }
  bench.Compare(workload, std::move(ways));
}

}  // namespace

int main(int argc, char** argv) {
  lab::Bench bench("Chapter 37: the locks themselves");
  bench.Section("A million times, and nobody else wants the lock");
  CompareLocks(bench, "acquire and release", AcquireAndRelease);
  CompareLocks(bench, "a turn for others", TakeTurns);
  bench.Section("200 hand-offs to a thread that sleeps at the lock");
  CompareLocks(bench, "release to acquired", HandOffs);
  bench.Section("Four threads want it for 0.2 s: the longest wait of any");
  CompareLocks(bench, "longest wait", LongestWait);
  bench.Section("Two threads count under the old GIL, written down or not");
  bench.Compare("count to 2,000,000",
                {{.name = "not recorded", .timed_run = Count(false)},
                 {.name = "recorded", .timed_run = Count(true)}});
  bench.Section("A million events of the recorder");
  bench.Compare("begin", {{.name = "something new",
                           .timed_run = [] { return WriteEvents(true); }},
                          {.name = "the same again",
                           .timed_run = [] { return WriteEvents(false); }}});
  return bench.Main(argc, argv);
}
