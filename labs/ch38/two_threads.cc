// SPDX-License-Identifier: Apache-2.0
//
// The lost update as a program of its own. Not built with the others:
// compilers_test and the demo build it with ThreadSanitizer, which must report
// it.
//
//   g++ -std=c++20 -g -fsanitize=thread two_threads.cc && ./a.out

#include <thread>

#include "labs/ch38/plain_counter.h"

int main() {
  ch38::PlainCounter counter;
  std::thread a([&] { counter.Increment(1); });
  std::thread b([&] { counter.Increment(1); });
  a.join();
  b.join();
}
