// SPDX-License-Identifier: Apache-2.0
//
// Every quoting function against its oracle, with thousands of lists of
// arguments that are nearly all special characters. The same each time.

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/process/fuzz/fuzz_input.h"
#include "common/process/fuzz/quote_oracles.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"

namespace process {
namespace {

constexpr int kLists = 20000;

TEST(QuotePropertiesTest, APosixShellFindsTheSameWords) {
  std::mt19937 random(/*seed=*/1);
  for (int i = 0; i < kLists; ++i) {
    ASSERT_OK(CheckQuotePosix(NastyArgs(random)));
  }
}

TEST(QuotePropertiesTest, AWindowsProgramFindsTheSameArguments) {
  std::mt19937 random(/*seed=*/2);
  for (int i = 0; i < kLists; ++i) {
    std::vector<std::string> args = NastyArgs(random);
    ASSERT_OK(CheckQuoteWindows(args));
    args.insert(args.begin(), "program");  // the others may hold quotes
    ASSERT_OK(CheckQuoteWindows(args));
  }
}

TEST(QuotePropertiesTest, ABatchFileFindsTheSameArguments) {
  std::mt19937 random(/*seed=*/3);
  for (int i = 0; i < kLists; ++i) {
    const std::vector<std::string> args = NastyArgs(random);
    ASSERT_OK(CheckQuoteBatch(R"(C:\a b\c.bat)", args));
    ASSERT_OK(CheckQuoteBatch(
        absl::StrCat(NastyText(random, /*longest=*/4), ".cMd. ."), args));
  }
}

// Line ends are refused, so most of the lists above are; these never are.
TEST(QuotePropertiesTest, ABatchFileFindsTheSamePercentSignsAndQuotes) {
  std::mt19937 random(/*seed=*/4);
  for (int i = 0; i < kLists; ++i) {
    std::string arg;
    for (unsigned left = random() % 24; left > 0; --left) {
      arg.push_back("\"\\%&:~,0cd ^"[random() % 12]);
    }
    ASSERT_OK(CheckQuoteBatch("c.bat", {arg, "b", arg}));
  }
}

}  // namespace
}  // namespace process
