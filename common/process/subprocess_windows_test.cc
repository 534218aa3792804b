// SPDX-License-Identifier: Apache-2.0
//
// What only Windows can show. Its twin is subprocess_posix_test.cc.

#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

std::string Child() { return testing_util::ProgramPath("CHILD"); }

// Windows numbers handles 4, 8, 12 and so on. GetProcessHandleCount() would do,
// if Wine did more than return 0 for it.
int OpenHandles() {
  int count = 0;
  for (intptr_t number = 4; number < 0x4000; number += 4) {
    DWORD flags;
    count += GetHandleInformation(reinterpret_cast<HANDLE>(number), &flags);
  }
  return count;
}

// 259 is also what Windows calls a process that still runs.
TEST(SubprocessWindowsTest, ExitCodesHave32UnsignedBits) {
  for (const int64_t code :
       {int64_t{259}, int64_t{0xC0000005}, int64_t{0xFFFFFFFF}}) {
    const absl::StatusOr<CompletedProcess> result =
        process::Run({Child(), "exit", absl::StrCat(code)});
    ASSERT_OK(result);
    EXPECT_EQ(result->status, ExitStatus::FromCode(code));
  }
}

TEST(SubprocessWindowsTest, AbortIsACode) {
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "abort"});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(3));
}

TEST(SubprocessWindowsTest, NoHandleStaysOpen) {
  // The first run may load what stays for good.
  ASSERT_OK(process::Run({Child(), "exit", "0"}));
  const int before = OpenHandles();
  ASSERT_GT(before, 0);
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(process::Run({Child(), "write", "out", "10"}));
    ASSERT_THAT(process::Run({"no/such/program"}).status(),
                StatusIs(absl::StatusCode::kNotFound));
  }
  EXPECT_EQ(OpenHandles(), before);
}

TEST(SubprocessWindowsTest, InheritableHandlesOfOthersAreNotInherited) {
  SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), nullptr, TRUE};
  HANDLE read;
  HANDLE write;
  ASSERT_TRUE(CreatePipe(&read, &write, &inheritable, 0));
  const int64_t number = reinterpret_cast<intptr_t>(write);
  EXPECT_OK(process::Run({Child(), "write-to", absl::StrCat(number)}));
  DWORD waiting = 0;
  EXPECT_TRUE(PeekNamedPipe(read, nullptr, 0, nullptr, &waiting, nullptr));
  EXPECT_EQ(waiting, 0u) << "the child could write to it";
  CloseHandle(read);
  CloseHandle(write);
}

TEST(SubprocessWindowsTest, ExeMayBeLeftOut) {
  const std::string child = Child();
  const absl::StatusOr<CompletedProcess> result = process::Run(
      {std::string(absl::StripSuffix(child, ".exe")), "exit", "7"});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(7));
}

TEST(SubprocessWindowsTest, ANameWithoutSlashIsFoundOnPathOnly) {
  const std::filesystem::path child = std::filesystem::absolute(Child());
  const std::string name = child.stem().string();  // without .exe
  std::wstring before(GetEnvironmentVariableW(L"PATH", nullptr, 0), L'\0');
  GetEnvironmentVariableW(L"PATH", before.data(), before.size());
  EXPECT_THAT(process::Run({name, "exit", "7"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  SetEnvironmentVariableW(L"PATH", child.parent_path().c_str());
  const absl::StatusOr<CompletedProcess> result =
      process::Run({name, "exit", "7"});
  SetEnvironmentVariableW(L"PATH", before.c_str());
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(7));
}

TEST(SubprocessWindowsTest, ANameWithoutSlashIsNotLookedForInTheCurrentFolder) {
  std::ofstream("only_here.exe")
      << "no program, so finding it would be PermissionDenied\n";
  EXPECT_THAT(process::Run({"only_here"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  std::remove("only_here.exe");
}

TEST(SubprocessWindowsTest, BatchFilesAreRefused) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/script.bat");
  std::ofstream(path) << "@echo off\n";
  EXPECT_THAT(process::Run({path, "\"&calc"}).status(),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr(path)));
  const std::string cmd = absl::StrCat(::testing::TempDir(), "/script.CMD");
  std::ofstream(cmd) << "@echo off\n";
  EXPECT_THAT(process::Run({cmd}).status(),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(SubprocessWindowsTest, ACommandLineMayHave32766Characters) {
  const size_t taken = absl::StrCat(Child(), " args ").size();
  const std::string longest(32766 - taken, 'a');
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "args", longest});
  ASSERT_OK(result);
  EXPECT_EQ(result->out.size(), longest.size() + 1);
  EXPECT_THAT(process::Run({Child(), "args", longest + "a"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("32767 characters")));
}

TEST(SubprocessWindowsTest, TextThatIsNotUtf8IsRefused) {
  EXPECT_THAT(process::Run({Child(), "args", "\xFF"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
}

}  // namespace
}  // namespace process
