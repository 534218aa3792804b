// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/cut/cut.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::HasSubstr;

constexpr char kSource[] = R"(void Add() {
  // BEGIN SOLUTION
  Lock();
  // STUB: // TODO: lock
  // STUB:
  // STUB: Count();
  Count();
  // END SOLUTION
}
// BEGIN HIDDEN
// For staff: ...
// END HIDDEN
// the end
)";

TEST(CutTest, TheSolutionHasNeitherMarksNorStubs) {
  EXPECT_EQ(Cut("a.cc", kSource, Part::kSolution).text,
            "void Add() {\n  Lock();\n  Count();\n}\n"
            "// For staff: ...\n// the end\n");
}

TEST(CutTest, TheStarterHasTheStubsInPlaceOfTheSolution) {
  EXPECT_EQ(Cut("a.cc", kSource, Part::kStarter).text,
            "void Add() {\n  // TODO: lock\n\n  Count();\n}\n// the end\n");
}

TEST(CutTest, SecretIsWhatTheStarterMustNotHave) {
  EXPECT_EQ(Cut("a.cc", kSource, Part::kSecret).text,
            "  Lock();\n  Count();\n// For staff: ...\n");
}

TEST(CutTest, ATextWithoutMarksStaysAsItIs) {
  for (Part part : {Part::kStarter, Part::kSolution}) {
    EXPECT_EQ(Cut("a.cc", "int x;\n", part).text, "int x;\n");
  }
}

TEST(CutTest, ARegionWithoutEndIsNamedByFileAndLine) {
  const CutText cut =
      Cut("a.cc", "int x;\n// BEGIN SOLUTION\nint y;\n", Part::kStarter);
  EXPECT_EQ(cut.error, "a.cc:2: this region has no end");
  EXPECT_EQ(cut.text, "");
}

TEST(CutTest, AnEndWithoutBeginIsNamed) {
  EXPECT_THAT(Cut("a.cc", "// END SOLUTION\n", Part::kStarter).error,
              HasSubstr("a.cc:1: no // BEGIN SOLUTION leads to this end"));
  EXPECT_THAT(
      Cut("a.cc", "// BEGIN SOLUTION\n// END HIDDEN\n", Part::kStarter).error,
      HasSubstr("a.cc:2: no // BEGIN HIDDEN leads to this end"));
}

TEST(CutTest, NestedRegionsAreNamed) {
  EXPECT_EQ(Cut("a.cc",
                "// BEGIN SOLUTION\n// BEGIN HIDDEN\n// END HIDDEN\n"
                "// END SOLUTION\n",
                Part::kSolution)
                .error,
            "a.cc:2: a region begins inside of the one of line 1");
}

TEST(CutTest, AStubOutsideOfASolutionIsNamed) {
  EXPECT_THAT(Cut("a.cc", "\n// STUB: x\n", Part::kSolution).error,
              HasSubstr("a.cc:2: // STUB: outside of"));
}

TEST(CutTest, AMisspeltMarkHandsNothingOut) {
  for (const char* misspelt : {"//BEGIN SOLUTION", "// begin solution",
                               "// BEGIN SOLUTION:", "// BEGIN  SOLUTION",
                               "// End Hidden", "// STUB code", "//STUB: x"}) {
    EXPECT_THAT(Cut("a.cc", std::string(misspelt) + "\n", Part::kStarter).error,
                HasSubstr("a.cc:1: is not how a mark is written"))
        << misspelt;
  }
}

TEST(CutTest, WindowsLineEndsDoNotHideAMark) {
  EXPECT_EQ(Cut("a.cc", "// BEGIN SOLUTION\r\nx\r\n// END SOLUTION\r\n",
                Part::kStarter)
                .text,
            "");
}

TEST(MutateTest, ReplacesEachTextInTheFileThatHasIt) {
  std::vector<std::string> texts = {"int a;\n", "Lock();\nCount();\n"};
  EXPECT_EQ(Mutate("m", {{"Lock();\n", ""}, {"int a", "int b"}}, texts), "");
  EXPECT_THAT(texts, testing::ElementsAre("int b;\n", "Count();\n"));
}

TEST(MutateTest, ATextThatIsNotThereOnceIsNamed) {
  std::vector<std::string> texts = {"Lock();", "Lock();"};
  EXPECT_THAT(Mutate("no_lock", {{"Lock();", ""}}, texts),
              HasSubstr("mutant no_lock: the solution has this 2 times"));
  EXPECT_THAT(Mutate("no_lock", {{"Unlock();", ""}}, texts),
              HasSubstr("has this 0 times, not once:\nUnlock();"));
  EXPECT_THAT(Mutate("no_lock", {{"", "x"}}, texts), HasSubstr("0 times"));
}

}  // namespace
}  // namespace exercise
