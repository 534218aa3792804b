// SPDX-License-Identifier: Apache-2.0
//
// Programs of a few threads and instructions, run on the World without any real
// thread: quick to make at random, and small enough to run on every schedule.
//
//   SmallProgram lost_update = {{{kRead, 0}, {kWrite, 0}},
//                               {{kRead, 0}, {kWrite, 0}}};
//   OptimalSearch search;
//   Runs runs = RunAll(lost_update, search);
//   runs.complete;   // 4
//
// Each thread has a number of its own, which reads and writes go through: what
// it read decides what it writes and which way it branches.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_TESTING_SMALL_PROGRAM_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_TESTING_SMALL_PROGRAM_H_

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

struct Instruction {
  enum Kind {
    kRead,       // number += variable `object`
    kWrite,      // variable `object` = number
    kReadWrite,  // number += variable `object`++
    kReadWhen,   // as kRead, once something was added to variable `object`
    kBranch,     // number odd: variable `object` = 2 * number; else as kRead
    kLock,       // mutex `object`
    kReaderLock,
    kUnlock,     // of a mutex that is held, however it was locked
    kTryLock,    // and go on after the next kUnlock of it, if in vain
    kLockWhen,   // mutex `object`, once it was toggled an odd number of times
    kToggle,     // mutex `object`, which is held exclusively; no operation
    kWait,       // condition variable `object`, mutex `other`
    kTimedWait,  // the same; number += 1 if notified
    kWaitWhile,  // while variable 0 is even: wait
    kNotifyOne,  // condition variable `object`
    kNotifyAll,
    kPause,           // yields, or sleeps, at place `other`
    kPauseWhile,      // while variable 0 is even: pause
    kTryUntil,        // tries to lock mutex `object` again and again
    kTimedWaitWhile,  // as kWaitWhile; it may time out each time
    kTimedLockWhen,   // mutex `object`; number += 1 if toggled as for kLockWhen
  };
  Kind kind = kRead;
  int object = 0;
  int other = 0;
};

// A list of instructions for each thread.
using SmallProgram = std::vector<std::vector<Instruction>>;

// What the executions of a search came to.
struct Runs {
  uint64_t complete = 0;  // that ran to their end, deadlocks among them
  uint64_t given_up = 0;  // kSeenBefore
  uint64_t deadlocks = 0;
  bool left_out = false;  // World::left_out()
  bool cut_off = false;   // there were more than the limit
  // The Mazurkiewicz traces, each as a hash of 128 bits.
  std::set<std::pair<uint64_t, uint64_t>> traces = {};
  // What the variables and the threads' numbers were at the end.
  std::set<std::string> outcomes = {};
};

// Runs the program on all schedules that the search finds, at most `limit`. An
// execution in which patient threads go on more than four times is over.
Runs RunAll(const SmallProgram& program, Search& search,
            uint64_t limit = 10'000'000, bool collect = true,
            const World::Options& options = {.free_tries = 1});

// What random programs are made of.
struct Ingredients {
  int threads = 3;              // at most; at least 2
  int instructions_of_two = 6;  // of each thread at most, if there are two
  int instructions_of_more = 4;
  bool branches = true;
  bool reader_locks = false;
  bool try_locks = false;
  bool conditions = false;  // kLockWhen
  bool read_whens = false;
  bool waits = false;
  bool tries = false;  // kPause, kPauseWhile, kTryUntil, kTimedWaitWhile, ...
};

SmallProgram RandomProgram(std::mt19937& random,
                           const Ingredients& ingredients);

// For messages: a line a thread.
std::string ToString(const SmallProgram& program);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_TESTING_SMALL_PROGRAM_H_
