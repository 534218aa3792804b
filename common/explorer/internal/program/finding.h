// SPDX-License-Identifier: Apache-2.0
//
// What an exploration can find wrong with a program.
//
// Thread safety: values. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_FINDING_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_FINDING_H_

#include <string>

namespace explorer {

struct Finding {
  enum class Kind {
    kNone,
    kFailedAssertion,  // EXPECT_, ASSERT_, CHECK, assert, abort
    kException,        // left a thread's function, or met noexcept
    kDataRace,
    kDeadlock,        // threads wait for what the others hold
    kMissedWakeup,    // threads wait for a notification that never comes
    kWrongUnlock,     // of a mutex that the thread does not hold
    kDestroyedInUse,  // a mutex or condition variable that others still use
    kWrongJoin,       // of a thread that was joined or detached already
    kLeakedThread,    // runs on when the body is over
    kLivelock,        // threads only ever try again: none gets on
    kTooManySteps,    // an endless loop, or a bound that is too low
    kEndlessLoop,     // that nobody could notice, not even the explorer
    kTooManyThreads,  // more than 31 beside the body's own
    kTooMuchMemory,
    kStackOverflow,
    kCrash,             // SIGSEGV and the like: a null pointer, a division by 0
    kUnsupported,       // a call that can't be explored
    kNotDeterministic,  // the body does otherwise on the same schedule
    kWrongToken,        // it replays nothing: it is of another program
  };

  Kind kind = Kind::kNone;
  // What happened, in a line or more.
  std::string message;
};

}  // namespace explorer

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_FINDING_H_
