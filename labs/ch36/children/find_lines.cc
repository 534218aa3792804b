// SPDX-License-Identifier: Apache-2.0
//
// Copies those lines of its input that hold a word to its output: grep -F on
// Linux, findstr on Windows. Like these it ends with code 0 if there was such a
// line, 1 if there was none, and 2 if it was called in a wrong way.

#include <iostream>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " WORD\n";
    return 2;
  }
  const std::string word = argv[1];
  bool found = false;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find(word) == std::string::npos) continue;
    found = true;
    std::cout << line << "\n";
  }
  return found ? 0 : 1;
}
