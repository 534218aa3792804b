// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/source_lines.h"

#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ShortFunctionNameTest, LeavesOutWhatTheNameDoesNotNeed) {
  EXPECT_EQ(ShortFunctionName("main"), "main");
  EXPECT_EQ(ShortFunctionName("Counter::Increment(long)"),
            "Counter::Increment");
  EXPECT_EQ(ShortFunctionName("Counter::value() const"), "Counter::value");
  EXPECT_EQ(ShortFunctionName(
                "ch38::(anonymous namespace)::Queue<int, (unsigned long)4>::"
                "Push(int&&) volatile"),
            "ch38::Queue::Push");
  EXPECT_EQ(
      ShortFunctionName("lab::Wrap[abi:cxx11](char const*) [clone .cold]"),
      "lab::Wrap");
}

TEST(ShortFunctionNameTest, LeavesOutTheTypeOfTheResult) {
  EXPECT_EQ(ShortFunctionName("void std::__invoke_impl<void, f()::{lambda()#1}>"
                              "(std::__invoke_other, f()::{lambda()#1}&&)"),
            "std::__invoke_impl");
  EXPECT_EQ(
      ShortFunctionName("std::vector<int, std::allocator<int> > g<int>()"),
      "g");
}

TEST(ShortFunctionNameTest, KeepsTheNamesOfOperators) {
  EXPECT_EQ(ShortFunctionName("A::operator()(int) const"), "A::operator()");
  EXPECT_EQ(ShortFunctionName("A::operator[](int)"), "A::operator[]");
  EXPECT_EQ(ShortFunctionName("bool operator< <int>(A<int>, A<int>)"),
            "operator<");
  EXPECT_EQ(ShortFunctionName("std::ostream& operator<<(std::ostream&, A)"),
            "operator<<");
  EXPECT_EQ(ShortFunctionName("A::operator bool() const"), "A::operator bool");
  EXPECT_EQ(ShortFunctionName("operator new(unsigned long)"), "operator new");
  EXPECT_EQ(ShortFunctionName("my_operator(int)"), "my_operator");
}

TEST(ShortFunctionNameTest, ALambdaIsNamedByWhereItIs) {
  EXPECT_EQ(ShortFunctionName(
                "ATest_B_Test::TestBody()::{lambda(int)#2}::operator()(int) "
                "const"),
            "ATest_B_Test::TestBody::lambda");
  EXPECT_EQ(ShortFunctionName("f()::$_12::operator()() const"), "f::lambda");
}

TEST(ShortFunctionNameTest, AnyTextGivesSomeName) {
  EXPECT_EQ(ShortFunctionName(""), "");
  EXPECT_EQ(ShortFunctionName("f(((<"), "f");
  EXPECT_EQ(ShortFunctionName(">)f"), ">)f");
}

TEST(WorkspaceFileTest, LeavesOutWhereTheCompilerRan) {
  EXPECT_EQ(WorkspaceFile("/proc/self/cwd/labs/a.cc"), "labs/a.cc");
  EXPECT_EQ(WorkspaceFile("./labs/a.cc"), "labs/a.cc");
  EXPECT_EQ(WorkspaceFile("/home/a/execroot/labs/common/./b.h"), "common/b.h");
  EXPECT_EQ(WorkspaceFile("C:\\x\\execroot\\labs\\common\\b.h"), "common/b.h");
  EXPECT_EQ(WorkspaceFile("/home/a/b.cc"), "/home/a/b.cc");
}

TEST(IsUsersFileTest, LibrariesAndTheExplorerAreNot) {
  EXPECT_TRUE(IsUsersFile("labs/ch38/counter.h"));
  EXPECT_TRUE(IsUsersFile("common/sync/bounded_queue.h"));
  EXPECT_TRUE(IsUsersFile("common/explorer/explorer_test.cc"));
  EXPECT_TRUE(IsUsersFile("/home/me/counter.h"));
  EXPECT_TRUE(IsUsersFile("src/external/counter.h"));
  EXPECT_FALSE(IsUsersFile(""));
  EXPECT_FALSE(IsUsersFile("/usr/include/c++/12/bits/stl_algo.h"));
  EXPECT_FALSE(IsUsersFile("external/com_google_absl/absl/base/call_once.h"));
  EXPECT_FALSE(IsUsersFile("bazel-out/k8-opt/bin/external/a/b.h"));
  EXPECT_FALSE(IsUsersFile("../sysdeps/x86/start.S"));
  EXPECT_FALSE(IsUsersFile("common/explorer/explorer.cc"));
}

TEST(ParseAddr2lineTest, AnAddressHasAFunctionForEachInlinedCall) {
  EXPECT_THAT(
      ParseAddr2line("0x0000000000001000\n"
                     "std::inner(int)\n"
                     "/usr/include/c++/12/bits/a.h:7\n"
                     "Outer()\n"
                     "/proc/self/cwd/labs/a.cc:30 (discriminator 3)\n"
                     "0x0000000000002000\n"
                     "??\n"
                     "??:0\n"
                     "0x0000000000003000\n"
                     "known()\n"
                     "labs/b.cc:?\n"),
      ElementsAre(ElementsAre(SourceLine{"std::inner",
                                         "/usr/include/c++/12/bits/a.h", 7},
                              SourceLine{"Outer", "labs/a.cc", 30}),
                  ElementsAre(SourceLine{}), ElementsAre(SourceLine{"known"})));
}

TEST(ParseAddr2lineTest, OtherTextHasNoLines) {
  EXPECT_THAT(ParseAddr2line(""), IsEmpty());
  EXPECT_THAT(ParseAddr2line("oops\nno such file"), IsEmpty());
  EXPECT_THAT(ParseAddr2line("0x1\nmain"), ElementsAre(IsEmpty()));
}

TEST(SourceLinesTest, WithoutTheProgramTheNoteSaysWhatBringsIt) {
  SourceLines lines("no_such_addr2line");
  EXPECT_EQ(lines.note(), "");
  const auto code = reinterpret_cast<const void*>(&ShortFunctionName);
  lines.Find({code});
  EXPECT_THAT(lines.note(),
              AllOf(HasSubstr("no_such_addr2line"), HasSubstr("binutils")));
  EXPECT_EQ(lines.UsersLine({code}).file, "");
}

TEST(SourceLinesTest, AnAddressThatIsNoCodeHasNoLine) {
  SourceLines lines;
  const auto on_the_heap = std::make_unique<int>(1);
  lines.Find({nullptr, on_the_heap.get()});
  EXPECT_THAT(lines.At(nullptr), IsEmpty());
  EXPECT_EQ(lines.UsersLine({on_the_heap.get()}), SourceLine{});
  EXPECT_EQ(lines.UsersLine({}), SourceLine{});
}

TEST(SourceLinesTest, AFileThatIsNotThereIsEmpty) {
  SourceLines lines;
  EXPECT_THAT(lines.File("no/such/file.cc"), IsEmpty());
}

}  // namespace
}  // namespace explorer::internal
