// SPDX-License-Identifier: Apache-2.0
//
// Stands in for the explorer in tests of what turns plain code into hooks: it
// writes down each call, and lets it have its plainest effect. One thread: a
// thread of the program runs to its end where it is created.
//
//   int count = 0;
//   Name(&count, "count");
//   EXPECT_THAT(Record([&] { count += 2; }),
//               ElementsAre("read count 4", "write count 4"));
//
// Memory that has no name is not listed; other objects that have none are
// "other".
//
// Thread safety: none.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_TESTING_RECORDING_HOOKS_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_TESTING_RECORDING_HOOKS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace explorer::internal {

// Names the object until the next Record() ends.
void NameRange(const volatile void* address, size_t size,
               std::string_view name);

template <typename T>
void Name(const volatile T* object, std::string_view name) {
  NameRange(object, sizeof(T), name);
}

// Runs `body` as an explored program. Ends early where a hook does not return;
// nothing of the body is destroyed then.
std::vector<std::string> Record(const std::function<void()>& body);

// From now to the end of the next Record(), waits that may be over sooner are,
// and what is tried fails.
void TimeIsAlwaysOver();

// Of Record(): also lists functions that begin ("enter") and end ("leave").
void ListFunctions();

// Of the latest call on the list, the address after it.
const void* LatestPc();

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_TESTING_RECORDING_HOOKS_H_
