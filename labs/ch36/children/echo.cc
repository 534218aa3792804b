// SPDX-License-Identifier: Apache-2.0
//
// Writes its arguments, with a blank between them, as one line: what the echo
// command does, but the same on every system.

#include <iostream>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) std::cout << (i > 1 ? " " : "") << argv[i];
  std::cout << "\n";
}
