// SPDX-License-Identifier: Apache-2.0
//
// The main() of NAME_corpus_test: gives each file named on the command line,
// and then thousands of generated inputs, to a fuzz target. It needs no fuzzing
// engine, so it runs under every compiler, sanitizer and system.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "common/process/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kGenerated = 5000;

void Feed(absl::string_view bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size());
}

bool FeedFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << "cannot read " << path << "\n";
    return false;
  }
  Feed(std::string(std::istreambuf_iterator<char>(file), {}));
  return true;
}

// A few texts with the separator between them; the seed never changes.
void FeedGenerated() {
  std::mt19937 random(/*seed=*/36);
  for (int i = 0; i < kGenerated; ++i) {
    std::string bytes = process::NastyText(random, /*longest=*/12);
    for (unsigned more = random() % 4; more > 0; --more) {
      bytes.push_back(process::kArgumentSeparator);
      bytes += process::NastyText(random, /*longest=*/12);
    }
    Feed(bytes);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "no corpus: name its files on the command line\n";
    return 2;
  }
  for (int i = 1; i < argc; ++i) {
    if (!FeedFile(argv[i])) return 1;
  }
  Feed("");
  FeedGenerated();
  std::cout << argc - 1 << " files and " << kGenerated
            << " generated inputs passed\n";
}
