// SPDX-License-Identifier: Apache-2.0
//
// Stands in for bazel, ibazel, tar and the like in tests: under the name it is
// started by, it adds a line to the file $FAKE_CALLS, prints $FAKE_OUTPUT, and
// as tar (-cf ARCHIVE FILE...) puts the files behind each other. Its exit code
// is $FAKE_EXIT.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (const char* calls = std::getenv("FAKE_CALLS"); calls != nullptr) {
    std::ofstream file(calls, std::ios::app | std::ios::binary);
    file << std::filesystem::path(argv[0]).stem().string();
    for (const std::string& arg : args) file << " " << arg;
    file << "\n";
  }
  if (const char* text = std::getenv("FAKE_OUTPUT"); text != nullptr) {
    std::cout << text << std::endl;
  }
  for (size_t i = 0; i + 1 < args.size(); ++i) {
    if (args[i] != "-cf") continue;
    std::ofstream archive(args[i + 1], std::ios::binary);
    for (size_t file = i + 2; file < args.size(); ++file) {
      archive << "== " << args[file] << "\n"
              << std::ifstream(args[file], std::ios::binary).rdbuf();
    }
  }
  const char* code = std::getenv("FAKE_EXIT");
  return code == nullptr ? 0 : std::atoi(code);
}
