// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/testing/small_program.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {
namespace {

constexpr int kObjects = 32;
constexpr int kMaxRevivals = 4;

uintptr_t VariableAt(int i) { return 0x1000 + 16u * static_cast<unsigned>(i); }
uintptr_t MutexAt(int i) { return 0x2000 + 16u * static_cast<unsigned>(i); }
uintptr_t ConditionAt(int i) { return 0x3000 + 16u * static_cast<unsigned>(i); }

// One execution after another of one program.
class Machine {
 public:
  Machine(const SmallProgram& program, Search& search,
          const World::Options& options)
      : program_(program), search_(search), world_(options) {
    // Which mutexes are try-locked is known before, so that no search has to
    // begin anew.
    world_.Begin(nullptr);
    for (const std::vector<Instruction>& code : program) {
      for (const Instruction& instruction : code) {
        if (instruction.kind == Instruction::kTryLock ||
            instruction.kind == Instruction::kTryUntil) {
          world_.Announce(0, {.operation = {OpKind::kTryLock,
                                            MutexAt(instruction.object)}});
        }
      }
    }
  }

  // Whether it ran to its end.
  bool RunOnce();
  bool deadlocked() const { return deadlocked_; }
  bool left_out() const { return world_.left_out(); }
  std::pair<uint64_t, uint64_t> Trace() const;
  std::string Outcome() const;

 private:
  struct Thread {
    size_t at = 0;  // the next instruction
    int number = 0;
    bool waited = false;  // kWaitWhile: comes back from its wait
    std::vector<bool> readers = std::vector<bool>(kObjects);  // mutexes held
  };

  static bool IsOdd(const void* variable) {
    return *static_cast<const int*>(variable) % 2 != 0;
  }

  static bool IsPositive(const void* variable) {
    return *static_cast<const int*>(variable) > 0;
  }

  static uint64_t PlaceOf(const Thread& thread) { return thread.at + 1; }

  // Runs the thread up to its next operation, or its end.
  void GoOn(int thread);
  bool AnnounceNext(int thread, const Instruction& instruction);
  // What the operation that was performed does to numbers and variables.
  void Finish(int thread);
  void SkipAfterUnlock(Thread& thread, int mutex);

  const SmallProgram& program_;
  Search& search_;
  EventLog own_log_;
  EventLog* log_ = nullptr;
  World world_;
  std::array<int, kObjects> variables_ = {};
  std::array<int, kObjects> additions_ = {};  // by variable: kReadWrites
  std::array<int, kObjects> toggled_ = {};    // by mutex
  std::vector<Thread> threads_;
  bool deadlocked_ = false;
};

void Machine::SkipAfterUnlock(Thread& thread, int mutex) {
  const std::vector<Instruction>& code =
      program_[static_cast<size_t>(&thread - threads_.data())];
  while (thread.at < code.size()) {
    const Instruction& skipped = code[thread.at++];
    if (skipped.kind == Instruction::kUnlock && skipped.object == mutex) return;
  }
}

// False: it needs no operation.
bool Machine::AnnounceNext(int thread, const Instruction& instruction) {
  Thread& state = threads_[static_cast<size_t>(thread)];
  const uintptr_t variable = VariableAt(instruction.object);
  const uintptr_t mutex = MutexAt(instruction.object);
  Announcement next;
  switch (instruction.kind) {
    case Instruction::kRead:
      next.operation = {OpKind::kRead, variable};
      break;
    case Instruction::kWrite:
      next.operation = {OpKind::kWrite, variable};
      break;
    case Instruction::kBranch:
      next.operation = {state.number % 2 != 0 ? OpKind::kWrite : OpKind::kRead,
                        variable};
      break;
    case Instruction::kReadWrite:
      next.operation = {OpKind::kReadWrite, variable};
      break;
    case Instruction::kReadWhen:
      next.operation = {OpKind::kRead, variable};
      next.guard = {IsPositive,
                    &additions_[static_cast<size_t>(instruction.object)]};
      break;
    case Instruction::kLock:
      next.operation = {OpKind::kLock, mutex};
      break;
    case Instruction::kReaderLock:
      next.operation = {OpKind::kReaderLock, mutex};
      break;
    case Instruction::kTryLock:
    case Instruction::kTryUntil:
      next.operation = {OpKind::kTryLock, mutex};
      next.place = PlaceOf(state);
      break;
    case Instruction::kPause:
      next.place = static_cast<uint64_t>(instruction.other) + 1000;
      break;
    case Instruction::kTimedLockWhen:
      next.operation = {OpKind::kLock, mutex};
      next.place = PlaceOf(state);
      break;
    case Instruction::kLockWhen:
      next.operation = {OpKind::kLock, mutex};
      next.guard = {IsOdd, &toggled_[static_cast<size_t>(instruction.object)]};
      break;
    case Instruction::kToggle:
      ++toggled_[static_cast<size_t>(instruction.object)];
      return false;
    case Instruction::kUnlock: {
      const bool reader =
          state.readers[static_cast<size_t>(instruction.object)];
      next.mode = reader ? Mode::kShared : Mode::kExclusive;
      state.readers[static_cast<size_t>(instruction.object)] = false;
      if (!world_.IsTryLocked(mutex)) {
        world_.Unlock(thread, mutex, next.mode);
        return false;
      }
      next.operation = {OpKind::kUnlock, mutex};
      break;
    }
    case Instruction::kPauseWhile:
      if (state.waited) {
        next.place = PlaceOf(state);
      } else {
        next.operation = {OpKind::kRead, VariableAt(0)};
      }
      break;
    case Instruction::kWaitWhile:
    case Instruction::kTimedWaitWhile:
      if (!state.waited) {
        next.operation = {OpKind::kRead, VariableAt(0)};
        break;
      }
      [[fallthrough]];
    case Instruction::kWait:
    case Instruction::kTimedWait:
      next.operation = {OpKind::kWait, ConditionAt(instruction.object)};
      next.mutex = MutexAt(instruction.other);
      next.mutex_mode = state.readers[static_cast<size_t>(instruction.other)]
                            ? Mode::kShared
                            : Mode::kExclusive;
      next.timed = instruction.kind == Instruction::kTimedWait ||
                   instruction.kind == Instruction::kTimedWaitWhile;
      if (next.timed) next.place = PlaceOf(state);
      break;
    case Instruction::kNotifyOne:
      next.operation = {OpKind::kNotifyOne, ConditionAt(instruction.object)};
      break;
    case Instruction::kNotifyAll:
      next.operation = {OpKind::kNotifyAll, ConditionAt(instruction.object)};
      break;
  }
  world_.Announce(thread, next);
  return true;
}

void Machine::Finish(int thread) {
  Thread& state = threads_[static_cast<size_t>(thread)];
  const Instruction& done = program_[static_cast<size_t>(thread)][state.at];
  int& variable = variables_[static_cast<size_t>(done.object)];
  ++state.at;
  switch (done.kind) {
    case Instruction::kRead:
    case Instruction::kReadWhen:
      state.number += variable;
      break;
    case Instruction::kWrite:
      variable = state.number;
      break;
    case Instruction::kBranch:
      if (state.number % 2 != 0) {
        variable = 2 * state.number;
      } else {
        state.number += variable;
      }
      break;
    case Instruction::kReadWrite:
      state.number += variable++;
      ++additions_[static_cast<size_t>(done.object)];
      break;
    case Instruction::kReaderLock:
      state.readers[static_cast<size_t>(done.object)] = true;
      break;
    case Instruction::kTryLock:
      if (world_.Result(thread)) {
        ++state.number;
      } else {
        SkipAfterUnlock(state, done.object);
      }
      break;
    case Instruction::kTryUntil:
      if (!world_.Result(thread)) --state.at;
      break;
    case Instruction::kTimedLockWhen:
      if (IsOdd(&toggled_[static_cast<size_t>(done.object)])) {
        ++state.number;
        world_.Succeeded(thread);
      }
      break;
    case Instruction::kTimedWait:
      state.number += world_.Result(thread);
      break;
    case Instruction::kWaitWhile:
    case Instruction::kTimedWaitWhile:
    case Instruction::kPauseWhile:
      if (state.waited) {
        state.waited = false;  // look again
        --state.at;
      } else if (variables_[0] % 2 == 0) {
        state.waited = true;  // wait
        --state.at;
      }
      break;
    default:
      break;
  }
}

void Machine::GoOn(int thread) {
  Thread& state = threads_[static_cast<size_t>(thread)];
  const std::vector<Instruction>& code = program_[static_cast<size_t>(thread)];
  while (state.at < code.size()) {
    if (AnnounceNext(thread, code[state.at])) return;
    ++state.at;
  }
  world_.End(thread);
}

bool Machine::RunOnce() {
  search_.Begin();
  log_ = search_.log();
  if (log_ == nullptr) {
    log_ = &own_log_;
    own_log_.Begin();
  }
  world_.Begin(log_);
  variables_ = {};
  additions_ = {};
  toggled_ = {};
  deadlocked_ = false;
  threads_.assign(program_.size(), Thread());
  std::vector<bool> started(program_.size());
  for (size_t t = 0; t < program_.size(); ++t) {
    threads_[t].number = static_cast<int>(t) + 1;
    if (t > 0) world_.Spawn(0);
  }
  int running = -1;
  for (;;) {
    const ThreadSet enabled =
        world_.revivals() <= kMaxRevivals ? world_.Enabled() : 0;
    if (enabled == 0) {
      for (size_t t = 0; t < program_.size(); ++t) {
        deadlocked_ |= !world_.HasEnded(static_cast<int>(t));
      }
      world_.LogPrevented();
      return true;
    }
    const int thread = search_.Choose({enabled, world_.Next(), running});
    if (thread < 0) {
      world_.LogPrevented();
      return false;
    }
    running = thread;
    const int goes_on = world_.Perform(thread);
    if (goes_on < 0) continue;
    if (started[static_cast<size_t>(goes_on)]) Finish(goes_on);
    started[static_cast<size_t>(goes_on)] = true;
    GoOn(goes_on);
  }
}

uint64_t Mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

// The sum over the events of what each is and knows: whatever their order.
std::pair<uint64_t, uint64_t> Machine::Trace() const {
  std::pair<uint64_t, uint64_t> trace = {0, 0};
  for (const Event& event : log_->happened()) {
    uint64_t hash = Mix(static_cast<uint64_t>(event.thread) << 32 |
                            static_cast<uint64_t>(event.tick),
                        static_cast<uint64_t>(event.operation.kind));
    hash = Mix(hash, event.operation.object);
    for (size_t t = 0; t < program_.size(); ++t) {
      hash =
          Mix(hash, static_cast<uint64_t>(event.after.of(static_cast<int>(t))));
    }
    trace.first += hash;
    trace.second += Mix(hash, 1);
  }
  return trace;
}

std::string Machine::Outcome() const {
  std::string outcome;
  for (int i = 0; i < 4; ++i) {
    absl::StrAppend(&outcome, variables_[i], " ", toggled_[i], " ");
  }
  for (const Thread& thread : threads_) {
    absl::StrAppend(&outcome, "/", thread.at, ":", thread.number);
  }
  return outcome;
}

}  // namespace

Runs RunAll(const SmallProgram& program, Search& search, uint64_t limit,
            bool collect, const World::Options& options) {
  Machine machine(program, search, options);
  Runs runs;
  do {
    if (runs.complete == limit) {
      runs.cut_off = true;
      return runs;
    }
    if (!machine.RunOnce()) {
      ++runs.given_up;
      continue;
    }
    ++runs.complete;
    if (machine.deadlocked()) ++runs.deadlocks;
    if (!collect) continue;
    runs.traces.insert(machine.Trace());
    runs.outcomes.insert(machine.Outcome());
  } while (search.Next());
  runs.left_out = machine.left_out();
  return runs;
}

namespace {

using Kind = Instruction::Kind;

// What one thread holds while its program is made.
class Author {
 public:
  Author(std::mt19937& random, const Ingredients& ingredients, bool nested)
      : random_(random), ingredients_(ingredients), nested_(nested) {}

  std::vector<Instruction> Write(int instructions) {
    for (int i = 0; i < instructions; ++i) Add();
    while (!held_.empty()) UnlockLast();
    return code_;
  }

 private:
  int Below(int limit) {
    return static_cast<int>(random_() % static_cast<unsigned>(limit));
  }

  void UnlockLast() {
    code_.push_back({Kind::kUnlock, held_.back()});
    held_.pop_back();
  }

  bool Holds(int mutex) const {
    for (int held : held_) {
      if (held == mutex) return true;
    }
    return false;
  }

  void Add() {
    const int dice = Below(ingredients_.waits ? 14 : 10);
    if (ingredients_.tries && Below(4) == 0) {
      Pause();
    } else if (ingredients_.read_whens && Below(3) == 0) {
      const Kind kinds[] = {Kind::kReadWhen, Kind::kReadWrite};
      code_.push_back({kinds[Below(2)], Below(2)});
    } else if (dice < 3) {
      code_.push_back({Kind::kRead, Below(2)});
    } else if (dice < 5) {
      code_.push_back({Kind::kWrite, Below(2)});
    } else if (dice < 6) {
      code_.push_back({Kind::kReadWrite, Below(2)});
    } else if (dice < 7 && ingredients_.branches) {
      code_.push_back({Kind::kBranch, Below(3)});
    } else if (dice < 10) {
      LockOrUnlock();
    } else {
      WaitOrNotify();
    }
  }

  void LockOrUnlock() {
    const int mutex = Below(3);
    if (Holds(mutex) || held_.size() >= (nested_ ? 2u : 1u)) {
      if (!held_.empty()) UnlockLast();
      return;
    }
    Instruction lock = {Kind::kLock, mutex};
    if (ingredients_.reader_locks && Below(2) == 0)
      lock.kind = Kind::kReaderLock;
    if (ingredients_.try_locks && Below(2) == 0) lock.kind = Kind::kTryLock;
    if (ingredients_.conditions && Below(2) == 0) {
      lock.kind = Kind::kLockWhen;
    }
    if (ingredients_.tries && Below(3) == 0) {
      const Kind kinds[] = {Kind::kTryUntil, Kind::kTryLock,
                            Kind::kTimedLockWhen};
      lock.kind = kinds[Below(3)];
    }
    code_.push_back(lock);
    held_.push_back(mutex);
    if ((ingredients_.conditions || lock.kind == Kind::kTimedLockWhen) &&
        lock.kind != Kind::kReaderLock && Below(2) == 0) {
      code_.push_back({Kind::kToggle, mutex});
    }
  }

  void Pause() {
    if (Below(2) == 0) {
      code_.push_back({Kind::kPause, 0, Below(2)});
    } else {
      code_.push_back({Kind::kPauseWhile, 0});
    }
  }

  void WaitOrNotify() {
    const int condition = Below(2);
    if (held_.empty()) {
      code_.push_back(
          {Below(2) == 0 ? Kind::kNotifyOne : Kind::kNotifyAll, condition});
      return;
    }
    const Kind kinds[] = {Kind::kWait, Kind::kTimedWait, Kind::kWaitWhile,
                          Kind::kNotifyOne, Kind::kTimedWaitWhile};
    code_.push_back(
        {kinds[Below(ingredients_.tries ? 5 : 4)], condition, held_.back()});
  }

  std::mt19937& random_;
  const Ingredients& ingredients_;
  const bool nested_;
  std::vector<int> held_;
  std::vector<Instruction> code_;
};

}  // namespace

SmallProgram RandomProgram(std::mt19937& random,
                           const Ingredients& ingredients) {
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  const int threads = 2 + below(ingredients.threads - 1);
  const bool nested = below(2) == 0;
  const int most = threads == 2 ? ingredients.instructions_of_two
                                : ingredients.instructions_of_more;
  SmallProgram program;
  for (int t = 0; t < threads; ++t) {
    program.push_back(
        Author(random, ingredients, nested).Write(2 + below(most - 1)));
  }
  return program;
}

std::string ToString(const SmallProgram& program) {
  constexpr const char* kNames[] = {
      "read",     "write", "read-write", "readwhen",  "branch",
      "lock",     "rlock", "unlock",     "try",       "when",
      "toggle",   "wait",  "timedwait",  "waitwhile", "notify1",
      "notify",   "pause", "pausewhile", "tryuntil",  "timedwaitwhile",
      "timedwhen"};
  std::string text;
  for (const std::vector<Instruction>& code : program) {
    for (const Instruction& instruction : code) {
      absl::StrAppend(&text, kNames[instruction.kind], " ", instruction.object,
                      "/", instruction.other, "; ");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace explorer::internal
