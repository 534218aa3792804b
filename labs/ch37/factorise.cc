// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/factorise.h"

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/types/span.h"

namespace ch37 {

std::vector<int32_t> Factorise(int32_t number) {
  std::vector<int32_t> factors;
  // 64 bits: candidate would overflow past the largest 32-bit number.
  for (int64_t candidate = 1; candidate <= number; ++candidate) {
    if (number % candidate == 0) {
      factors.push_back(static_cast<int32_t>(candidate));
    }
  }
  return factors;
}

std::vector<std::vector<int32_t>> FactoriseAll(
    absl::Span<const int32_t> numbers) {
  std::vector<std::vector<int32_t>> factors;
  for (int32_t number : numbers) factors.push_back(Factorise(number));
  return factors;
}

std::vector<std::vector<int32_t>> FactoriseAllOnThreads(
    absl::Span<const int32_t> numbers) {
  // Each thread writes to its own element, so no lock is needed.
  std::vector<std::vector<int32_t>> factors(numbers.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < numbers.size(); ++i) {
    threads.emplace_back([&, i] { factors[i] = Factorise(numbers[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  return factors;
}

}  // namespace ch37
