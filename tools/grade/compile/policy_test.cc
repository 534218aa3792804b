// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/policy.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {

void PrintTo(const Finding& finding, std::ostream* out) {
  *out << finding.where << ": " << finding.what;
}

namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

auto At(const std::string& where, const std::string& what) {
  return testing::AllOf(Field(&Finding::where, where),
                        Field(&Finding::what, StartsWith(what)));
}

TEST(ScanSourceTest, OrdinaryCodeIsFine) {
  EXPECT_THAT(ScanSource("#pragma once\n"
                         "#include <vector>\n"
                         "#pragma GCC unroll 4\n"
                         "// #line 3 \"x\" and ABSL_NO_THREAD_SAFETY_ANALYSIS\n"
                         "const char* s = \"#pragma GCC optimize\";\n"
                         "#define LINE_OF(x) #x\n",
                         "a.cc"),
              IsEmpty());
}

TEST(ScanSourceTest, DirectivesThatLieAreFound) {
  for (const char* source :
       {"#line 1 \"ours.h\"\n", "# line 1\n", "%:line 1\n",
        "# 1 \"ours.h\" 3\n", "#li\\\nne 1\n", "/* */ # /* */ line 1\n"}) {
    EXPECT_THAT(ScanSource(source, "a.cc"), ElementsAre(At("a.cc:1", "#line")))
        << source;
  }
}

TEST(ScanSourceTest, PragmasThatBlindAreFound) {
  EXPECT_THAT(ScanSource("\n#pragma GCC optimize(\"O3\")\n"
                         "#pragma GCC diagnostic ignored \"-Wall\"\n"
                         "#pragma clang diagnostic push\n"
                         "#pragma GCC system_header\n",
                         "a.cc"),
              ElementsAre(At("a.cc:2", "#pragma GCC optimize"),
                          At("a.cc:3", "#pragma GCC diagnostic"),
                          At("a.cc:4", "#pragma clang diagnostic"),
                          At("a.cc:5", "#pragma GCC system_header")));
}

TEST(ScanSourceTest, MacrosThatLeaveNoTraceAreFound) {
  EXPECT_THAT(ScanSource("void F() ABSL_NO_THREAD_SAFETY_ANALYSIS;\n", "a.cc"),
              SizeIs(1));
}

std::string Preprocessed(const std::string& line) {
  return "# 1 \"/usr/include/x.h\" 1 3\nasm(\"nop\");\n"
         "# 7 \"external/submissions/al/a.cc\"\n" +
         line + "\n";
}

std::vector<Finding> Scan(const std::string& line) {
  return ScanPreprocessed(Preprocessed(line), "external/submissions/");
}

TEST(ScanPreprocessedTest, OrdinaryCodeIsFine) {
  for (const char* line :
       {"int target = section[weak[1]]; (void)optimize;",
        "[[nodiscard]] int alias(int x);", "auto s = \"asm __tsan_x\";",
        "auto s = R\"x(asm \" )\" asm)x\";",
        "int n = 1'000'000; char c = '\\'';",
        "__attribute__((guarded_by(mutex))) int optimize;",
        "__attribute__((constructor)) void F();", "int chasm = a[b[0]];"}) {
    EXPECT_THAT(Scan(line), IsEmpty()) << line;
  }
}

TEST(ScanPreprocessedTest, WhatBlindsIsFoundWhereItStands) {
  const std::string place = "external/submissions/al/a.cc:7";
  EXPECT_THAT(Scan("__asm__ volatile(\"nop\");"),
              ElementsAre(At(place, "__asm__")));
  EXPECT_THAT(Scan("int n = 1'0; asm(\"nop\");"),
              ElementsAre(At(place, "asm")));
  EXPECT_THAT(Scan("auto s = R\"(x)\"; asm(\"nop\");"),
              ElementsAre(At(place, "asm")));
  EXPECT_THAT(Scan("__attribute__((no_sanitize(\"thread\"))) void F();"),
              ElementsAre(At(place, "no_sanitize")));
  EXPECT_THAT(Scan("__attribute__((__no_sanitize_thread__)) void F();"),
              ElementsAre(At(place, "__no_sanitize_thread__")));
  EXPECT_THAT(Scan("extern \"C\" const char* __tsan_default_options();"),
              ElementsAre(At(place, "__tsan_default_options")));
  EXPECT_THAT(Scan("[[gnu::optimize(0)]] void F();"),
              ElementsAre(At(place, "the attribute optimize")));
  EXPECT_THAT(Scan("void F() __attribute__((__weak__));"),
              ElementsAre(At(place, "the attribute __weak__")));
  EXPECT_THAT(Scan("#pragma GCC diagnostic ignored \"-Wx\""),
              ElementsAre(At(place, "#pragma GCC diagnostic")));
}

TEST(ScanPreprocessedTest, AnAttributeMayTakeSeveralLines) {
  EXPECT_THAT(Scan("__attribute__((\n  section(\"x\")))\nint target;"),
              ElementsAre(At("external/submissions/al/a.cc:8",
                             "the attribute section")));
}

TEST(ScanSymbolsTest, OrdinarySymbolsAreFine) {
  EXPECT_THAT(ScanSymbols("_ZN7student3AddEii T 0 14\n"
                          "_ZNSt6vectorIiE4pushEv W 0 5\n"
                          "_ZN4absl5MutexC1Ev W 0 5\n"
                          "DW.ref.__gxx_personality_v0 V 0 8\n"
                          "main T 0 5\n"
                          "lib.a[x.o]:\n",
                          {"_ZN4absl5Mutex4LockEv"}),
              IsEmpty());
}

TEST(ScanSymbolsTest, WhatTakesAnothersPlaceIsFound) {
  EXPECT_THAT(
      ScanSymbols("malloc T 0 1\n"
                  "pthread_mutex_lock W 0 1\n"
                  "_Znwm T 0 1\n"
                  "_ZSt9terminatev T 0 1\n"
                  "_ZN4absl5Mutex4LockEv W 0 1\n",
                  {"_ZN4absl5Mutex4LockEv"}),
      ElementsAre(At("malloc", "a name without"),
                  At("pthread_mutex_lock", "a name without"),
                  At("_Znwm", "it takes the place of a function of C++"),
                  At("_ZSt9terminatev", "it takes the place"),
                  At("_ZN4absl5Mutex4LockEv",
                     "it takes the place of a function of ours")));
}

TEST(StrongSymbolsTest, WeakOnesAreLeftOut) {
  EXPECT_EQ(StrongSymbols("a T 0 1\nb W 0 1\nc D 0 1\nd u 0 1\n"),
            (std::set<std::string>{"a", "c"}));
}

}  // namespace
}  // namespace grade
