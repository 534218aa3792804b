// SPDX-License-Identifier: Apache-2.0
//
// Counts the prime numbers up to its argument, the slow way: a child that
// computes where sleeper waits.

#include <iostream>

#include "labs/ch36/children/number_argument.h"

namespace {

bool IsPrime(int number) {
  for (int divisor = 2; divisor <= number / divisor; ++divisor) {
    if (number % divisor == 0) return false;
  }
  return number >= 2;
}

}  // namespace

int main(int argc, char** argv) {
  const int limit = NumberArgument(argc, argv, "LIMIT");
  int primes = 0;
  for (int number = 2; number <= limit; ++number) primes += IsPrime(number);
  std::cout << primes << "\n";
}
