// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/fuzz_input.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace process {
namespace {

// Quotes, backslashes and percent signs stand here more than once: most rules
// are about them, or about several in a row. "cd" and ":~,0" are what cmd.exe's
// %cd:~,0% is made of; \xc2\xa0 is a blank that is not ASCII.
constexpr absl::string_view kNasty =
    "\"\"\"\"\\\\\\\\%%%%''  \t\n\r\v\f\x1a\x7f!#$&()*+,-./:;<=>?@[]^`{|}~"
    "acd01Z\xc2\xa0\xff";

// The standard's distributions differ from one library to the next.
int Below(std::mt19937& random, int bound) {
  return static_cast<int>(random() % static_cast<unsigned>(bound));
}

}  // namespace

std::vector<std::string> ArgsFromBytes(absl::string_view bytes) {
  return absl::StrSplit(bytes, kArgumentSeparator);
}

std::string NastyText(std::mt19937& random, int longest) {
  std::string text(Below(random, longest + 1), ' ');
  for (char& c : text) c = kNasty[Below(random, kNasty.size())];
  return text;
}

std::vector<std::string> NastyArgs(std::mt19937& random) {
  std::vector<std::string> args(Below(random, 6));
  for (std::string& arg : args) arg = NastyText(random, /*longest=*/8);
  return args;
}

}  // namespace process
