// SPDX-License-Identifier: Apache-2.0
//
// Writes each of its arguments on a line of its own, in brackets: what arrived,
// blanks and all.

#include <iostream>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) std::cout << "[" << argv[i] << "]\n";
}
