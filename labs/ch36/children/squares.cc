// SPDX-License-Identifier: Apache-2.0
//
// Answers each number that it reads with a line that tells its square, at once:
// a child to talk with. Ends when its input does.

#include <cstdint>
#include <iostream>

int main() {
  for (int32_t number = 0; std::cin >> number;) {
    // endl and not "\n": an answer that stays in a buffer is none.
    std::cout << number << " squared is " << int64_t{number} * number
              << std::endl;
  }
}
