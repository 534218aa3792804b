// SPDX-License-Identifier: Apache-2.0
//
// Writes an execution down, step by step, for a reader: what each thread did to
// which object, where in the source, and which value was there.
//
//   Recorder recorder;
//   runtime.set_recorder(&recorder);
//   runtime.RunOnce(body, replay);
//   Execution execution = recorder.Take();
//
// Objects are named in the order in which they appear: mutex m1, variable v1.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_RECORDER_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_RECORDER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/race_detector.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

class Recorder {
 public:
  // A new execution.
  void Begin();

  // The thread does something to a mutex or condition variable.
  void Note(int thread, const char* what, const char* kind, uintptr_t object,
            std::vector<Pc> stack);
  // The same of another thread.
  void NoteThread(int thread, const char* what, int other,
                  std::vector<Pc> stack);
  // The thread is about to read or write bytes; their value is looked up when
  // it has.
  void NoteAccess(int thread, const char* what, const volatile void* address,
                  size_t size, bool writes, const std::vector<Pc>& stack);
  // The thread goes on: what it was about to write is written.
  void GoesOn(int thread);
  // It does not: what it was about to write never is.
  void GoesNoFurther(int thread);
  // What it was about to write is not written: a compare_exchange_weak().
  void FailsForNoReason(int thread);

  // The thread comes to its end there.
  void NoteEnd(int thread, const char* what, std::vector<Pc> stack);

  // Whether it is at the program's memory at this moment: a fault is the
  // program's.
  bool looks() const { return looks_; }

  // What the thread of the last step holds after it, by name.
  void Holds(std::vector<std::string> mutexes);

  void Stuck(int thread, const std::string& what,
             std::vector<std::string> holds, std::vector<Pc> stack);
  void Found(int threads, const Finding& finding);

  // "m1" for a "mutex", by order of appearance; c1 for a "condition", v1 for a
  // "variable".
  std::string NameOf(const char* kind, uintptr_t object);

  // Which bytes are worth a line: those of accesses that starts and joins alone
  // leave unordered, so that locks, atomics or luck order them. Learned in one
  // execution and used in the next.
  void Spawn(int parent, int child) { without_locks_.Spawn(parent, child); }
  void Join(int thread, int ended) { without_locks_.Join(thread, ended); }
  void Learn(int thread, uintptr_t address, size_t size, bool writes);
  bool IsWorthALine(uintptr_t address, size_t size) const;

  Execution Take();

 private:
  struct Pending {
    int thread = 0;
    size_t step = 0;
    const volatile void* address = nullptr;
    size_t size = 0;
    std::string before;
  };

  std::string Look(const volatile void* address, size_t size);
  bool IsSaidAlready(const Step& step) const;
  void DropTheTestsOwnLocks();

  Execution execution_;
  std::map<uintptr_t, std::string> names_;
  std::map<std::string, int> counts_;
  std::vector<Pending> pending_;
  volatile bool looks_ = false;
  RaceDetector without_locks_;
  std::set<uintptr_t> worth_a_line_;  // words
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_RECORDER_H_
