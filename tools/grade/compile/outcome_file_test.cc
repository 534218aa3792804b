// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/outcome_file.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "common/exercise/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

using exercise::Verdict;

std::string Written(const Outcome& outcome) {
  const std::string path = ::testing::TempDir() + "/outcome";
  EXPECT_TRUE(WriteOutcome(path, outcome));
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(OutcomeFileTest, WhatIsWrittenIsRead) {
  Written({Verdict::kPolicy, "a.cc:1: no\n"});
  const std::optional<Outcome> read =
      ReadOutcome(::testing::TempDir() + "/outcome");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->verdict, Verdict::kPolicy);
  EXPECT_EQ(read->text, "a.cc:1: no\n");
}

TEST(OutcomeFileTest, OthersAreNone) {
  EXPECT_FALSE(ReadOutcome("/no/such/file").has_value());
  EXPECT_FALSE(ReadOutcome("/proc/self/exe").has_value());
  EXPECT_TRUE(OutcomesIn("\x7f"
                         "ELF")
                  .empty());
}

TEST(OutcomeFileTest, APassIsNeverRead) {
  EXPECT_TRUE(OutcomesIn("CONCURRENCY LABS VERDICT PASS\n").empty());
  Written({Verdict::kPass, ""});
  EXPECT_FALSE(ReadOutcome(::testing::TempDir() + "/outcome").has_value());
}

std::string Member(const std::string& contents) {
  std::string size = std::to_string(contents.size());
  size.resize(10, ' ');
  return std::string(48, ' ') + size + "`\n" + contents +
         (contents.size() % 2 == 1 ? "\n" : "");
}

TEST(OutcomeFileTest, MembersOfALibraryAreLookedInto) {
  const std::string outcome = Written({Verdict::kCompileError, "odd"});
  const std::string library =
      "!<arch>\n" + Member("object") + Member(outcome) + Member(outcome);
  EXPECT_EQ(OutcomesIn(library).size(), 2);
  // Bytes that only look like one, in the middle of an object.
  EXPECT_TRUE(OutcomesIn("!<arch>\n" + Member("x" + outcome)).empty());
  for (size_t cut = 0; cut < library.size(); ++cut) {
    OutcomesIn(library.substr(0, cut));  // ends
  }
}

}  // namespace
}  // namespace grade
