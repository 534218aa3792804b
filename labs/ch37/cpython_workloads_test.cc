// SPDX-License-Identifier: Apache-2.0
//
// Runs python/workloads.py in each CPython in PATH; skipped where there is
// none.

#include "labs/ch37/cpython_workloads.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/python/cpython.h"
#include "common/lab/temp_directory.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/write_files.h"
#include "nlohmann/json.hpp"

namespace ch37 {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing_util::StatusIs;
// Bazel starts tests where this leads to the script.
std::string Script() { return WorkloadsScript("labs/ch37/test"); }

std::string Contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The names of the files in `folder`, and what is in them.
std::map<std::string, std::string> FilesIn(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    files[entry.path().filename().string()] = Contents(entry.path());
  }
  return files;
}

class CPythonWorkloadsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const lab::CPython& python : lab::FindCPythons()) {
      pythons().emplace_back(python, Script());
    }
  }

  static void TearDownTestSuite() { pythons().clear(); }

  void SetUp() override {
    if (pythons().empty()) GTEST_SKIP() << "no CPython in PATH";
  }

  static std::vector<CPythonWorkloads>& pythons() {
    static std::vector<CPythonWorkloads> pythons;
    return pythons;
  }
};

TEST_F(CPythonWorkloadsTest, FactorsAreThoseThatWeFind) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (const char* way : {"serial", "threads"}) {
      ASSERT_OK_AND_ASSIGN(const std::string output,
                           process::CheckOutput({workloads.python().path,
                                                 Script(), "factorise", way}));
      const nlohmann::json answer =
          nlohmann::json::parse(output, nullptr, /*allow_exceptions=*/false);
      ASSERT_TRUE(answer.contains("factors")) << output;
      for (int32_t number : kNumbers) {
        EXPECT_EQ(answer["factors"][absl::StrCat(number)],
                  nlohmann::json(Factorise(number)));
      }
    }
  }
}

TEST_F(CPythonWorkloadsTest, FactorisingTakesSomeTime) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (Order order : {Order::kSerial, Order::kThreads}) {
      ASSERT_OK_AND_ASSIGN(const absl::Duration time,
                           workloads.Factorise(order));
      EXPECT_GT(time, absl::ZeroDuration());
    }
  }
}

TEST_F(CPythonWorkloadsTest, SelectsOneAfterAnotherTakeAllTheirTimeouts) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    ASSERT_OK_AND_ASSIGN(const absl::Duration serial,
                         workloads.Select(Order::kSerial, 3));
    // Python 2.7 measures with a clock that may be set meanwhile.
    EXPECT_GE(serial, absl::Milliseconds(299));
    ASSERT_OK_AND_ASSIGN(const absl::Duration threads,
                         workloads.Select(Order::kThreads, 3));
    EXPECT_GE(threads, absl::Milliseconds(99));
  }
}

TEST_F(CPythonWorkloadsTest, FilesHaveTheBytesThatWeWrite) {
  ASSERT_OK_AND_ASSIGN(const lab::TempDirectory ours,
                       lab::TempDirectory::Create());
  ASSERT_OK(WriteFiles(ours.path(), 3, 12345, Shape::kInOneGo));
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (Shape shape : {Shape::kLineByLine, Shape::kInOneGo}) {
      for (Order order : {Order::kSerial, Order::kThreads}) {
        ASSERT_OK_AND_ASSIGN(const lab::TempDirectory theirs,
                             lab::TempDirectory::Create());
        ASSERT_OK_AND_ASSIGN(
            const absl::Duration time,
            workloads.WriteFiles(order, theirs.path(), 3, 12345, shape));
        EXPECT_GT(time, absl::ZeroDuration());
        EXPECT_TRUE(FilesIn(theirs.path()) == FilesIn(ours.path()));
      }
    }
  }
}

TEST_F(CPythonWorkloadsTest, LargeFilesAreAsLargeAsAsked) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (Order order : {Order::kSerial, Order::kThreads}) {
      ASSERT_OK_AND_ASSIGN(const lab::TempDirectory folder,
                           lab::TempDirectory::Create());
      ASSERT_OK(workloads.WriteLarge(order, folder.path(), 2, 1));
      const std::string expected(1 << 20, 'x');
      EXPECT_TRUE(FilesIn(folder.path()) ==
                  (std::map<std::string, std::string>{
                      {"write_0.txt", expected}, {"write_1.txt", expected}}));
    }
  }
}

TEST_F(CPythonWorkloadsTest, ASpinningThreadKeepsTheGilForSomeTime) {
  for (const CPythonWorkloads& workloads : pythons()) {
    if (!workloads.python().has_gil) continue;
    SCOPED_TRACE(workloads.python().Name());
    ASSERT_OK_AND_ASSIGN(const Slices slices, workloads.MeasureSlices());
    EXPECT_GT(slices.median_slice, absl::ZeroDuration());
    EXPECT_GT(slices.switches_per_second, 0);
  }
}

TEST_F(CPythonWorkloadsTest, ASleepOvershootsWithAndWithoutASpinningThread) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (int spinners : {0, 1}) {
      ASSERT_OK_AND_ASSIGN(
          const absl::Duration overshoot,
          workloads.MeasureOvershoot({.sleeps = 9, .spinners = spinners}));
      EXPECT_GT(overshoot, absl::ZeroDuration());
    }
  }
}

TEST_F(CPythonWorkloadsTest, AnIntervalIsSetOrSaidToBeUnknown) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    const bool is_2 = workloads.python().version[0] == '2';
    const absl::Status switch_interval =
        workloads
            .MeasureOvershoot(
                {.sleeps = 1, .switch_interval = absl::Milliseconds(1)})
            .status();
    const absl::Status negative =
        workloads.MeasureOvershoot({.sleeps = 1, .check_interval = -1})
            .status();
    if (is_2) {
      EXPECT_THAT(switch_interval, StatusIs(absl::StatusCode::kAborted,
                                            HasSubstr("setswitchinterval")));
    } else {
      EXPECT_OK(switch_interval);
    }
    EXPECT_THAT(negative, StatusIs(absl::StatusCode::kAborted,
                                   HasSubstr("check-interval")));
  }
}

TEST_F(CPythonWorkloadsTest, WhatTheScriptSaysOfItsFailureIsShown) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    for (Order order : {Order::kSerial, Order::kThreads}) {
      EXPECT_THAT(
          workloads.WriteFiles(order, "no-such-folder", 1, 1, Shape::kInOneGo),
          StatusIs(absl::StatusCode::kAborted,
                   HasSubstr("No such file or directory: "
                             "'no-such-folder")));
    }
    EXPECT_THAT(workloads.Select(Order::kSerial, -1),
                StatusIs(absl::StatusCode::kAborted, HasSubstr("--calls")));
  }
}

TEST_F(CPythonWorkloadsTest, UnknownWordsGetAUsageLineAndExitCode2) {
  for (const CPythonWorkloads& workloads : pythons()) {
    SCOPED_TRACE(workloads.python().Name());
    const std::vector<std::vector<std::string>> wrong = {
        {"nonsense", "serial"},
        {"factorise", "nonsense"},
        {"factorise", "serial", "--nonsense=1"},
        {"slices", "serial"},
        {}};
    for (std::vector<std::string> words : wrong) {
      words.insert(words.begin(), {workloads.python().path, Script()});
      ASSERT_OK_AND_ASSIGN(const process::CompletedProcess completed,
                           process::Run(words));
      EXPECT_EQ(completed.status, process::ExitStatus::FromCode(2));
      EXPECT_THAT(completed.err, HasSubstr("usage: "));
      EXPECT_EQ(completed.out, "");
    }
  }
}

TEST(WorkloadsScriptTest, LiesBesideTheProgram) {
  EXPECT_EQ(fs::path(WorkloadsScript("/bin/labs/bench")),
            fs::path("/bin/labs/workloads.py"));
  EXPECT_EQ(fs::path(WorkloadsScript("bench.exe")), fs::path("workloads.py"));
  EXPECT_TRUE(fs::exists(Script()));
}

TEST(MissingPythonTest, IsNamed) {
  const CPythonWorkloads workloads({.path = "no-such-folder/python3"},
                                   Script());
  EXPECT_THAT(
      workloads.Factorise(Order::kSerial),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-folder")));
}

TEST(FreeThreadedPythonTest, HasNoSlices) {
  const CPythonWorkloads workloads(
      {.path = "python3.13t", .version = "3.13.0", .has_gil = false}, Script());
  EXPECT_THAT(workloads.MeasureSlices(),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("python3.13t")));
}

}  // namespace
}  // namespace ch37
