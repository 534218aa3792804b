// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/policy.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

auto At(const std::string& where, const std::string& what) {
  return testing::AllOf(Field(&Finding::where, where),
                        Field(&Finding::what, StartsWith(what)));
}

TEST(ScanSourceTest, OrdinaryCodeIsFine) {
  EXPECT_THAT(
      ScanSource("#pragma once\n"
                 "#include <vector>\n"
                 "#pragma GCC unroll 4\n"
                 "// #line 3 \"x\" and ABSL_ATTRIBUTE_NO_SANITIZE_THREAD\n"
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

// What one takes for a comment, the other must, too.
TEST(ScanSourceTest, NothingHidesADirective) {
  for (const char* before :
       {"auto s = R\"(\" /* )\";", "auto s = u8R\"x(\" /* )x\";",
        "auto s = R\\\n\"(\" /* )\";", "// it goes on \\ \n /*",
        "int n = 1'0; // ' /*", "int n = 0x1\\\n'0; // ' /*", "\xef\xbb\xbf",
        "auto s = \"a\"_R \"( /* )\";", "auto s = \"\\\\\"; // \" /*"}) {
    const std::vector<Finding> findings =
        ScanSource(absl::StrCat(before, *before == '\xef' ? "" : "\n",
                                "#line 1 \"ours.h\"\n"),
                   "a.cc");
    EXPECT_THAT(findings,
                ElementsAre(Field(&Finding::what, StartsWith("#line"))))
        << before;
  }
}

TEST(ScanSourceTest, WhatIsNoDirectiveIsFine) {
  for (const char* source :
       {"auto s = R\"(\n#line 1\n# 1 \"x\"\n)\";\n",
        "int n = 1'000; /*\n#line 1\n*/\n", "// it goes on \\ \n#line 1\n",
        "auto s = R\"x()\"\n#line 1\n)x\";\n"}) {
    EXPECT_THAT(ScanSource(source, "a.cc"), IsEmpty()) << source;
  }
}

TEST(ScanSourceTest, WhatDependsOnMacrosIsRefused) {
  for (const char* source :
       {"auto s = \"a\"R\"( /* )\";\n", "#if __has_include(</*>)\n"}) {
    EXPECT_THAT(ScanSource(source, "a.cc"), ElementsAre(At("a.cc:1", "put a")))
        << source;
  }
}

TEST(ScanSourceTest, PragmasThatRenameAreFound) {
  EXPECT_THAT(ScanSource("#pragma redefine_extname F __tsan_acquire\n"
                         "#pragma weak F = G\n",
                         "a.cc"),
              ElementsAre(At("a.cc:1", "#pragma redefine_extname"),
                          At("a.cc:2", "#pragma weak")));
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
  EXPECT_THAT(
      ScanSource("void F() ABSL_ATTRIBUTE_NO_SANITIZE_THREAD;\n", "a.cc"),
      SizeIs(1));
}

// Only Clang's warnings read it; no judge does. Our own solution of ch38/2 has
// it.
TEST(ScanSourceTest, WhatSwitchesOffWarningsAboutLocksIsFine) {
  EXPECT_THAT(ScanSource("void F() ABSL_NO_THREAD_SAFETY_ANALYSIS;\n", "a.cc"),
              IsEmpty());
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

TEST(ScanPreprocessedTest, WhatSwitchesOffWarningsAboutLocksIsFine) {
  EXPECT_THAT(Scan("void F() __attribute__((no_thread_safety_analysis));"),
              IsEmpty());
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

TEST(ScanPreprocessedTest, AWordIsFoundBehindWhatLooksLikeARawString) {
  for (const char* line :
       {"auto s = \"a\"_R \"(\"; asm(\"nop\"); auto t = \")\";",
        "auto s = fooR(\"(\"); asm(\"nop\"); auto t = \")\";",
        "auto n = 1_g'x; asm(\"nop\"); auto c = 'b';"}) {
    EXPECT_THAT(Scan(line),
                ElementsAre(At("external/submissions/al/a.cc:7", "asm")))
        << line;
  }
}

TEST(ScanPreprocessedTest, AnAttributeIsFoundHoweverItIsWritten) {
  for (const char* line :
       {"[[gnu::aligned(8), gnu::section(\"x\")]] int i;",
        "[ [gnu::section(\"x\")]] int i;", "[\n[gnu::section(\"x\")]] int i;",
        "<:<:gnu::section(\"x\"):>:> int i;",
        "[[a::b(__attribute__), gnu::section(\"x\")]] int i;",
        "__attribute__((a(__attribute__), section(\"x\"))) int i;"}) {
    EXPECT_THAT(Scan(line),
                ElementsAre(Field(&Finding::what, StartsWith("the attribute "
                                                             "section"))))
        << line;
  }
  EXPECT_THAT(Scan("std::vector<::section> a; int b = c[d[section]];"),
              IsEmpty());
}

TEST(ScanPreprocessedTest, WhatNoCompilerInstrumentsIsFound) {
  EXPECT_THAT(Scan("_mm_storel_pi(p, v);"), SizeIs(1));
  EXPECT_THAT(Scan("__builtin_ia32_movnti(p, v);"), SizeIs(1));
}

TEST(ScanPreprocessedTest, OurNamespacesAreOurs) {
  EXPECT_THAT(Scan("namespace exercise { inline void Require() {} }"),
              SizeIs(1));
  EXPECT_THAT(Scan("namespace explorer::internal { extern bool g_active; }"),
              Not(IsEmpty()));
  EXPECT_THAT(Scan("exercise :: Require();"), SizeIs(1));
  EXPECT_THAT(Scan("int exercise = 1; student::explorer(exercise);"),
              IsEmpty());
}

TEST(ScanPreprocessedTest, ALineMarkerInARawStringIsText) {
  EXPECT_THAT(Scan("auto s = R\"(\n# 1 \"/usr/include/x.h\"\n)\"; "
                   "asm(\"nop\");"),
              ElementsAre(At("external/submissions/al/a.cc:9", "asm")));
}

TEST(ScanPreprocessedTest, AFileIsTheirsByWhateverWayItIsIncluded) {
  for (const char* name : {"./external/submissions/al/a.h",
                           "bazel-out/bin/external/submissions/al/a.h"}) {
    EXPECT_THAT(
        ScanPreprocessed(absl::StrCat("# 1 \"", name, "\" 1\nasm(\"nop\");\n"),
                         "external/submissions/"),
        ElementsAre(At(absl::StrCat(name, ":1"), "asm")));
  }
  EXPECT_THAT(
      ScanPreprocessed("# 1 \"/sources/common/x.h\" 1\n", "external/"),
      ElementsAre(At("/sources/common/x.h", "#include by an absolute")));
  EXPECT_THAT(ScanPreprocessed("# 1 \"/usr/include/x.h\" 1\n"
                               "# 1 \"/sources//\"\n",
                               "external/"),
              IsEmpty());
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

TEST(ScanSymbolsTest, AnInlineOneTakesThePlaceOfTheLibrarys) {
  EXPECT_THAT(ScanSymbols("_ZNSt6thread4joinEv W 0 5\n",
                          StrongSymbols("_ZNSt6thread4joinEv@@GLIBCXX_3.4.11 "
                                        "T d4500 30\n")),
              ElementsAre(At("_ZNSt6thread4joinEv", "it takes the place")));
}

TEST(ScanCallsTest, WhatReachesTheChannelIsFound) {
  for (const char* name :
       {"read", "write", "__read_chk", "__open64_2", "__isoc99_scanf",
        "syscall", "_ZSt3cin", "_ZNSt14basic_ifstreamIcSt11char_traitsIcEED1Ev",
        "stdin"}) {
    EXPECT_THAT(ScanCalls(absl::StrCat(name, " U  \n")), SizeIs(1)) << name;
  }
}

TEST(ScanCallsTest, OrdinaryCallsAndPrintingAreFine) {
  EXPECT_THAT(ScanCalls("printf U\nputs U\n_ZSt4cout U\nmemcpy U\n"
                        "pthread_create U\n__memcpy_chk U\n__tsan_read8 U\n"
                        "_ZN4absl5Mutex4LockEv U\n__errno_location U\n"),
              IsEmpty());
}

TEST(ScanMacrosTest, AMacroThatOurCodeWouldMeetIsFound) {
  EXPECT_THAT(
      ScanMacros("#ifndef A_H_\n#define A_H_\n#define OWN 1\n"
                 "# /**/ def\\\nine Require(...) true\n#endif\n",
                 "a.h", "int F() { exercise::Require(tally.count()); }"),
      ElementsAre(At("a.h:4", "the macro Require")));
  EXPECT_THAT(ScanMacros("#define int long\n", "a.h", ""), IsEmpty());
}

TEST(StrongSymbolsTest, WeakOnesAreLeftOut) {
  EXPECT_EQ(StrongSymbols("a T 0 1\nb W 0 1\nc D 0 1\nd u 0 1\n"),
            (std::set<std::string>{"a", "c"}));
}

}  // namespace
}  // namespace grade
