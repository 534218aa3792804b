// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/random.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/string_view.h"

namespace exercise {
namespace {

std::mt19937_64 EngineOf(uint64_t seed, absl::string_view check) {
  std::vector<uint32_t> parts(check.begin(), check.end());
  parts.push_back(static_cast<uint32_t>(seed));
  parts.push_back(static_cast<uint32_t>(seed >> 32));
  std::seed_seq sequence(parts.begin(), parts.end());
  return std::mt19937_64(sequence);
}

}  // namespace

Random::Random(uint64_t seed, absl::string_view check)
    : engine_(EngineOf(seed, check)) {}

// Not std::uniform_int_distribution: what that gives differs between libraries.
// The small ranges of checks make the remainder's bias too small to matter.
int64_t Random::Between(int64_t low, int64_t high) {
  CHECK_LE(low, high) << "Random::Between: no number lies there";
  const uint64_t count = static_cast<uint64_t>(high) - low + 1;
  const uint64_t number = engine_();
  // Added as unsigned numbers, which may wrap.
  return static_cast<int64_t>(static_cast<uint64_t>(low) +
                              (count == 0 ? number : number % count));
}

std::string Random::Word() {
  std::string word(Between(4, 10), ' ');
  for (char& letter : word) letter = static_cast<char>(Between('a', 'z'));
  return word;
}

uint64_t RandomSeed() { return std::random_device()() % 1'000'000'000; }

}  // namespace exercise
