// SPDX-License-Identifier: Apache-2.0
//
// Lines that are found in this very test.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/process/find_executable.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kThisFile[] =
    "common/explorer/internal/trace/source_lines_posix_test.cc";

[[gnu::noinline]] const void* ReturnAddress() {
  return __builtin_return_address(0);
}

struct Here {
  const void* address;
  int line;
};

// Written after a call, so that it is no jump, and that the address it returns
// to is that of other code.
volatile int g_calls = 0;

[[gnu::noinline]] Here FirstPlace() {
  const void* const address = ReturnAddress();  // the first place
  g_calls = g_calls + 1;
  return {address, __LINE__ - 2};
}

[[gnu::noinline]] Here SecondPlace() {
  const void* const address = ReturnAddress();
  g_calls = g_calls + 1;
  return {address, __LINE__ - 2};
}

// Called by the standard library.
std::vector<const void*> AddressesInTheLibrary() {
  std::vector<const void*> addresses(3);
  std::generate(addresses.begin(), addresses.end(), ReturnAddress);
  return addresses;
}

class SourceLinesPosixTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!process::FindExecutable("addr2line").ok()) {
      GTEST_SKIP() << "there is no addr2line: apt-get install binutils";
    }
  }

  SourceLines lines_;
};

TEST_F(SourceLinesPosixTest, AnAddressHasItsFunctionFileLineAndText) {
  const Here here = FirstPlace();
  lines_.Find({here.address});
  EXPECT_EQ(lines_.note(), "");
  EXPECT_EQ(lines_.UsersLine({here.address}),
            (SourceLine{"explorer::internal::FirstPlace", kThisFile, here.line,
                        "const void* const address = ReturnAddress();  // the "
                        "first place"}));
}

TEST_F(SourceLinesPosixTest, TheInnermostLineOfTheUserIsTaken) {
  const Here here = FirstPlace();
  std::vector<const void*> stack = AddressesInTheLibrary();
  stack.push_back(here.address);
  lines_.Find(stack);
  const std::vector<SourceLine>& innermost = lines_.At(stack[0]);
  ASSERT_THAT(innermost, Not(IsEmpty()));
  EXPECT_FALSE(IsUsersFile(innermost[0].file)) << innermost[0].file;
  EXPECT_EQ(lines_.UsersLine(stack).file, kThisFile);
}

TEST_F(SourceLinesPosixTest, WhereNoLineIsTheUsersTheInnermostFunctionIsNamed) {
  const auto in_libc = reinterpret_cast<const char*>(&std::rand) + 1;
  lines_.Find({in_libc});
  const SourceLine line = lines_.UsersLine({in_libc});
  EXPECT_EQ(line.file, "");
}

TEST_F(SourceLinesPosixTest, ManyAddressesAreFoundAtOnce) {
  const Here here = FirstPlace();
  const auto code = static_cast<const char*>(here.address);
  std::vector<const void*> addresses;
  for (int i = 0; i < 5'000; ++i) addresses.push_back(code + i);
  lines_.Find(addresses);
  EXPECT_EQ(lines_.note(), "");
  for (const void* address : addresses) {
    EXPECT_THAT(lines_.At(address), Not(IsEmpty()));
  }
}

// Stands in for addr2line, as that answers where nothing is known.
TEST_F(SourceLinesPosixTest, OfAProgramWithoutLinesTheNoteSaysHowToBuildIt) {
  const std::string no_lines = ::testing::TempDir() + "/no_lines";
  std::ofstream(no_lines) << "#!/bin/sh\n"
                             "while read -r address; do\n"
                             "  printf '%s\\n??\\n??:0\\n' \"$address\"\n"
                             "done\n";
  std::filesystem::permissions(no_lines, std::filesystem::perms::owner_all);
  SourceLines lines(no_lines);
  const Here here = FirstPlace();
  lines.Find({here.address});
  EXPECT_EQ(lines.UsersLine({here.address}).line, 0);
  EXPECT_THAT(lines.note(), HasSubstr("--copt=-g1 --strip=never"));
}

TEST_F(SourceLinesPosixTest, WithoutAddr2lineTheNameOfTheFunctionIsLeft) {
  SourceLines lines("no_such_addr2line");
  const Here here = FirstPlace();
  lines.Find({here.address});
  const SourceLine line = lines.UsersLine({here.address});
  EXPECT_THAT(line.function, HasSubstr("FirstPlace"));
  EXPECT_EQ(line.line, 0);
  EXPECT_THAT(lines.note(), HasSubstr("binutils"));
}

TEST_F(SourceLinesPosixTest, AnExecutionHasItsPlaces) {
  const Here first = FirstPlace();
  const Here second = SecondPlace();
  const Places places =
      FindPlaces({.threads = 2,
                  .steps = {{.stack = {first.address}}, {.stack = {nullptr}}},
                  .stuck = {{.thread = 1, .stack = {nullptr, second.address}}}},
                 lines_);
  ASSERT_THAT(places.steps, SizeIs(2));
  EXPECT_EQ(places.steps[0].line, first.line);
  EXPECT_EQ(places.steps[1], SourceLine{});
  ASSERT_THAT(places.stuck, SizeIs(1));
  EXPECT_EQ(places.stuck[0].line, second.line);
  ASSERT_THAT(places.files, SizeIs(1));
  EXPECT_THAT(places.files.at(kThisFile)[first.line - 1],
              HasSubstr("the first place"));
}

}  // namespace
}  // namespace explorer::internal
