// SPDX-License-Identifier: Apache-2.0
//
// Cuts an exercise's sources (cut.h), for tools/bazel/exercise.bzl:
//
//   cut PART MUTANT EDITS [FROM TO]... [IN OUT]...
//
// PART is starter, solution or secret; MUTANT is its name, or empty; EDITS says
// how many pairs of FROM and TO come.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "common/exercise/cut/cut.h"

namespace exercise {
namespace {

struct Arguments {
  Part part = Part::kStarter;
  std::string mutant;
  std::vector<Edit> edits;
  std::vector<std::string> ins;
  std::vector<std::string> outs;
};

bool ParsePart(const std::string& text, Part& part) {
  if (text == "starter") {
    part = Part::kStarter;
  } else if (text == "solution") {
    part = Part::kSolution;
  } else if (text == "secret") {
    part = Part::kSecret;
  } else {
    return false;
  }
  return true;
}

bool Parse(const std::vector<std::string>& words, Arguments& arguments) {
  if (words.size() < 3 || !ParsePart(words[0], arguments.part)) return false;
  arguments.mutant = words[1];
  const size_t edits = std::strtoul(words[2].c_str(), nullptr, 10);
  const size_t files = 3 + 2 * edits;
  if (words.size() < files || (words.size() - files) % 2 != 0) return false;
  for (size_t i = 3; i < files; i += 2) {
    arguments.edits.push_back({words[i], words[i + 1]});
  }
  for (size_t i = files; i < words.size(); i += 2) {
    arguments.ins.push_back(words[i]);
    arguments.outs.push_back(words[i + 1]);
  }
  return true;
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The error; empty: none.
std::string CutFiles(const Arguments& arguments) {
  std::vector<std::string> texts;
  for (const std::string& in : arguments.ins) {
    CutText cut = Cut(in, ReadFile(in), arguments.part);
    if (!cut.error.empty()) return cut.error;
    texts.push_back(cut.text);
  }
  const std::string error = Mutate(arguments.mutant, arguments.edits, texts);
  if (!error.empty()) return error;
  for (size_t i = 0; i < texts.size(); ++i) {
    std::ofstream out(arguments.outs[i], std::ios::binary);
    out << texts[i];
    if (!out.flush()) return arguments.outs[i] + ": cannot be written";
  }
  return "";
}

}  // namespace
}  // namespace exercise

int main(int argc, char** argv) {
  exercise::Arguments arguments;
  if (!exercise::Parse({argv + 1, argv + argc}, arguments)) {
    std::cerr << "usage: cut PART MUTANT EDITS [FROM TO]... [IN OUT]...\n";
    return 2;
  }
  const std::string error = exercise::CutFiles(arguments);
  if (error.empty()) return 0;
  std::cerr << error << "\n";
  return 1;
}
