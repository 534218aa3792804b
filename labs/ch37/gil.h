// SPDX-License-Identifier: Apache-2.0
//
// A global interpreter lock: the one lock that a thread of CPython must hold to
// run bytecode. Three policies of giving it up share this interface:
//
//   NewGil (new_gil.h)  CPython 3.2 and later: a thread that waits asks the
//                       holder, after 5 ms, to let go
//   OldGil (old_gil.h)  CPython 2, 3.0 and 3.1: the holder lets go after each
//                       100 instructions, and takes the lock again at once
//   NoGil               no lock: what C++ threads do
//
// A thread holds the lock while it runs bytecode, and not while it waits in the
// operating system:
//
//   ch37::GilThread self;
//   gil.Acquire(self);
//   for (...) {               // the eval loop
//     gil.CheckPoint(self);
//     Execute(instruction);
//   }
//   {
//     ch37::BlockingRegion unlocked(gil, self);
//     read(...);              // others run meanwhile
//   }
//   gil.Release(self);
//
// Thread safety: a Gil may be used by any number of threads, each with a
// GilThread of its own.
//
// Errors: none. To release a lock that one does not hold is a mistake in the
// program and ends it.
//
// Sources: David Beazley, "Inside the Python GIL" (2009) and "Understanding the
// Python GIL" (PyCon 2010); Python/ceval_gil.h and ceval_gil.c in CPython.

#ifndef LABS_CH37_GIL_H_
#define LABS_CH37_GIL_H_

#include <atomic>
#include <cstdint>

#include "labs/ch37/timeline_recorder.h"

namespace ch37 {

// A thread as the lock knows it (PyThreadState in CPython).
class GilThread {
 public:
  GilThread() : GilThread(nullptr) {}

  // What it does is written to `track`, which must outlive the object; null:
  // nothing is written.
  explicit GilThread(TimelineTrack* track);

  // Different for each object in this program.
  int64_t id() const { return id_; }

  // From now on the thread is at this.
  void Note(lab::Activity activity) {
    if (track_ != nullptr) track_->Begin(activity);
  }
  // It runs, after another one may have run.
  void NoteSwitch() {
    if (track_ != nullptr) track_->BeginAgain(lab::Activity::kRunning);
  }
  void NoteEnd() {
    if (track_ != nullptr) track_->End();
  }

 private:
  const int64_t id_;
  TimelineTrack* const track_;
};

class Gil {
 public:
  Gil() = default;
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;
  virtual ~Gil() = default;

  // Waits until `self` holds the lock (take_gil in CPython).
  virtual void Acquire(GilThread& self) = 0;

  // Lets go of the lock that `self` holds (drop_gil).
  virtual void Release(GilThread& self) = 0;

  // Called by the holder before each instruction: lets go and acquires again if
  // the policy wants that.
  virtual void CheckPoint(GilThread& self) = 0;

  // Whether at most one thread runs at a time.
  virtual bool exclusive() const { return true; }

  // How often the lock went to another thread than the one that had it before.
  int64_t switches() const { return switches_.load(std::memory_order_relaxed); }

 protected:
  void CountSwitch() { switches_.fetch_add(1, std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> switches_ = 0;
};

// Gives the lock up for as long as it lives, around a call that blocks
// (Py_BEGIN_ALLOW_THREADS and Py_END_ALLOW_THREADS).
class BlockingRegion {
 public:
  // `self` holds `gil`; both must outlive the object.
  BlockingRegion(Gil& gil, GilThread& self) : gil_(gil), self_(self) {
    self_.Note(lab::Activity::kBlocked);
    gil_.Release(self_);
  }
  BlockingRegion(const BlockingRegion&) = delete;
  BlockingRegion& operator=(const BlockingRegion&) = delete;
  ~BlockingRegion() { gil_.Acquire(self_); }

 private:
  Gil& gil_;
  GilThread& self_;
};

// No lock at all: everybody always holds it.
class NoGil : public Gil {
 public:
  void Acquire(GilThread& self) override { self.Note(lab::Activity::kRunning); }
  void Release(GilThread&) override {}
  void CheckPoint(GilThread&) override {}
  bool exclusive() const override { return false; }
};

}  // namespace ch37

#endif  // LABS_CH37_GIL_H_
