// SPDX-License-Identifier: Apache-2.0
//
// The threads of a small program, in a line: for the explorer's own tests.
//
//   Together(2, [&](int) { ++count; });
//   Together({[&] { queue.Push(1); }, [&] { queue.Pop(); }});
//
// Thread safety: what the functions do is up to them. Errors: none.

#ifndef COMMON_EXPLORER_TOGETHER_FOR_TEST_H_
#define COMMON_EXPLORER_TOGETHER_FOR_TEST_H_

#include <functional>
#include <thread>
#include <vector>

namespace explorer {

// Runs each on a thread of its own, and waits for all of them.
inline void Together(const std::vector<std::function<void()>>& functions) {
  std::vector<std::thread> threads;
  threads.reserve(functions.size());
  for (const auto& function : functions) threads.emplace_back(function);
  for (std::thread& thread : threads) thread.join();
}

// The same with `count` threads; each gets its number, 0 and up.
inline void Together(int count, const std::function<void(int)>& function) {
  std::vector<std::function<void()>> functions;
  for (int i = 0; i < count; ++i) functions.push_back([=] { function(i); });
  Together(functions);
}

}  // namespace explorer

#endif  // COMMON_EXPLORER_TOGETHER_FOR_TEST_H_
