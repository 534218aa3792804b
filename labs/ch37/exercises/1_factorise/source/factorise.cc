// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/exercises/1_factorise/factorise.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace ch37 {

Factors Factorise(int64_t number) {
  // BEGIN SOLUTION
  Factors factors;
  for (int64_t candidate = 1; candidate <= number; ++candidate) {
    if (number % candidate == 0) factors.push_back(candidate);
  }
  return factors;
  // STUB: return {number};  // Which others are there?
  // END SOLUTION
}

std::vector<Factors> FactoriseAll(
    const std::vector<int64_t>& numbers,
    const std::function<Factors(int64_t)>& factorise) {
  // BEGIN SOLUTION
  std::vector<Factors> all;
  for (int64_t number : numbers) all.push_back(factorise(number));
  return all;
  // STUB: return std::vector<Factors>(numbers.size(), factorise(1));
  // END SOLUTION
}

std::vector<Factors> FactoriseAllOnThreads(
    const std::vector<int64_t>& numbers,
    const std::function<Factors(int64_t)>& factorise) {
  // BEGIN SOLUTION
  std::vector<Factors> all(numbers.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < numbers.size(); ++i) {
    threads.emplace_back([&, i] { all[i] = factorise(numbers[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  return all;
  // STUB: return FactoriseAll(numbers, factorise);  // No thread yet.
  // END SOLUTION
}

}  // namespace ch37
