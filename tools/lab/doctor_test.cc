// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/machine.h"
#include "tools/lab/programs.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One with everything.
Machine Complete() {
  return {.root = "/home/ada/labs",
          .bazel = "bazel",
          .bazel_version = "7.7.1",
          .compiler = "GCC",
          .compiler_version = "12.2.0",
          .free_bytes = int64_t{50} << 30,
          .python_version = "3.11.2",
          .tar = true,
          .ibazel = true,
          .exercises = 15,
          .install_compiler = "install g++",
          .install_bazel = "install bazel",
          .install_python = "install python",
          .sandbox = true,
          .allow_sandbox = "allow it",
          .aslr_bits = 28,
          .symlinks = true};
}

TEST(DoctorTest, ACompleteMachineHasNothingToMend) {
  const std::vector<Finding> findings = Diagnose(Complete());
  EXPECT_EQ(findings.size(), 10);
  EXPECT_THAT(findings, Each(AllOf(Field(&Finding::health, Health::kGood),
                                   Field(&Finding::mend, IsEmpty()))));
}

struct Case {
  std::string name;
  void (*spoil)(Machine& machine);
  std::string what;
  Health health;
  std::string found;
  std::string mend;
};

class DiagnoseTest : public ::testing::TestWithParam<Case> {};

TEST_P(DiagnoseTest, SaysWhatIsWrongAndMendsIt) {
  Machine machine = Complete();
  GetParam().spoil(machine);
  int wrong = 0;
  for (const Finding& finding : Diagnose(machine)) {
    if (finding.what != GetParam().what) {
      EXPECT_EQ(finding.health, Health::kGood) << finding.what;
      continue;
    }
    ++wrong;
    EXPECT_EQ(finding.health, GetParam().health);
    EXPECT_THAT(finding.found, HasSubstr(GetParam().found));
    EXPECT_THAT(finding.mend, HasSubstr(GetParam().mend));
  }
  EXPECT_EQ(wrong, 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, DiagnoseTest,
    ::testing::Values(
        Case{"NoBazel", [](Machine& m) { m.bazel = m.bazel_version = ""; },
             "Bazel", Health::kMissing, "not in PATH", "install bazel"},
        Case{"OldBazel", [](Machine& m) { m.bazel_version = "4.1.0"; }, "Bazel",
             Health::kMissing, "4.1.0", "bazelisk"},
        Case{"NewBazel", [](Machine& m) { m.bazel_version = "8.0.0"; }, "Bazel",
             Health::kMissing, "4.2 to 7", "bazelisk"},
        Case{"DebiansBazel", [](Machine& m) { m.bazel_version = "4.2.3"; },
             "Bazel", Health::kGood, "4.2.3", ""},
        Case{"Bazelisk",
             [](Machine& m) {
               m.bazel = "bazelisk";
               m.bazel_version = "";
             },
             "Bazel", Health::kGood, "bazelisk", ""},
        Case{"NoCompiler", [](Machine& m) { m.compiler = ""; }, "C++ compiler",
             Health::kMissing, "not there", "install g++"},
        Case{"OldGcc", [](Machine& m) { m.compiler_version = "11.4.0"; },
             "C++ compiler", Health::kMissing, "11.4.0; the labs need 12",
             "install g++"},
        Case{"OldClang",
             [](Machine& m) {
               m.compiler = "Clang";
               m.compiler_version = "13.0.1";
             },
             "C++ compiler", Health::kMissing, "need 14", "install g++"},
        Case{"VisualStudio2022",
             [](Machine& m) {
               m.compiler = "Visual C++";
               m.compiler_version = "17.9.34728.123";
             },
             "C++ compiler", Health::kGood, "Visual C++ 17.9", ""},
        Case{"LittleSpace", [](Machine& m) { m.free_bytes = int64_t{3} << 30; },
             "disk space", Health::kOptional, "3.0 GiB", "bazel clean"},
        Case{"NoSpace", [](Machine& m) { m.free_bytes = 1 << 20; },
             "disk space", Health::kMissing, "0.0 GiB", "bazel clean"},
        Case{"UnknownSpace", [](Machine& m) { m.free_bytes = -1; },
             "disk space", Health::kGood, "not known", ""},
        Case{"NoWorkspace", [](Machine& m) { m.workspace_error = "damaged"; },
             "exercises", Health::kMissing, "damaged", "unpack"},
        Case{"NoTar", [](Machine& m) { m.tar = false; }, "tar",
             Health::kMissing, "submit", "install tar"},
        Case{"NoLinks", [](Machine& m) { m.symlinks = false; }, "links",
             Health::kMissing, "may not be made", "Developer Mode"},
        Case{"NoSandbox", [](Machine& m) { m.sandbox = false; }, "sandbox",
             Health::kOptional, "not allowed", "allow it"},
        Case{"RandomAddresses", [](Machine& m) { m.aslr_bits = 32; }, "tsan",
             Health::kOptional, "32 bits", "vm.mmap_rnd_bits=28"},
        Case{"NoIbazel", [](Machine& m) { m.ibazel = false; }, "ibazel",
             Health::kOptional, "not there", "npm install"},
        Case{"NoPython", [](Machine& m) { m.python_version = ""; }, "python3",
             Health::kOptional, "not there", "install python"}),
    [](const ::testing::TestParamInfo<Case>& test) { return test.param.name; });

TEST(DoctorTest, ASpaceInThePathIsForBazel7) {
  Machine machine = Complete();
  machine.root = "/home/ada/my labs";
  for (const Finding& finding : Diagnose(machine)) {
    EXPECT_EQ(finding.health, Health::kGood) << finding.what;
  }
  machine.bazel_version = "4.2.3";
  int wrong = 0;
  for (const Finding& finding : Diagnose(machine)) {
    if (finding.health == Health::kGood) continue;
    EXPECT_THAT(finding.found, HasSubstr("space"));
    ++wrong;
  }
  EXPECT_EQ(wrong, 1);
}

TEST(DoctorTest, WhatASystemHasNotIsNoFinding) {
  Machine machine = Complete();
  machine.symlinks = std::nullopt;
  machine.sandbox = std::nullopt;
  machine.aslr_bits = std::nullopt;
  EXPECT_EQ(Diagnose(machine).size(), 7);
}

TEST(DoctorTest, AnEmptyMachineFailsAndEachLineHasItsMending) {
  Student student;
  EXPECT_EQ(student.Lab({"doctor"}), 1);
  EXPECT_THAT(student.out(), HasSubstr("MISSING   Bazel"));
  EXPECT_THAT(student.out(), HasSubstr("MISSING   C++ compiler"));
  EXPECT_THAT(student.out(), HasSubstr("things are missing"));
  int missing = 0;
  int mended = 0;
  for (const absl::string_view line : absl::StrSplit(student.out(), '\n')) {
    missing += line.starts_with("MISSING") || line.starts_with("optional");
    mended +=
        line.find("mend:") != absl::string_view::npos && line.starts_with(" ");
  }
  EXPECT_EQ(mended, missing);
}

TEST(DoctorTest, CountsTheExercises) {
  Student student;
  student.Lab({"doctor"});
  EXPECT_THAT(student.out(), HasSubstr("exercises     4 found"));
}

TEST(DoctorTest, AsksBazelForItsVersion) {
  Student student;
  student.Install("bazel");
  student.SetVariable("FAKE_OUTPUT", "bazel 6.5.0");
  student.Lab({"doctor"});
  EXPECT_THAT(student.out(), HasSubstr("ok        Bazel         6.5.0"));
  EXPECT_EQ(student.Calls(), "bazel --version\n");
}

TEST(ProgramsTest, AVersionIsFoundInWhatAProgramSays) {
  EXPECT_EQ(VersionIn("gcc (Debian 12.2.0-14) 12.2.0"), "12.2.0");
  EXPECT_EQ(VersionIn("Python 3.11.2\n"), "3.11.2");
  EXPECT_EQ(VersionIn("bazel no_version"), "");
  EXPECT_EQ(VersionIn("release 7 of 2.1."), "2.1");
  EXPECT_EQ(VersionIn(""), "");
  EXPECT_EQ(MajorVersion("12.2.0"), 12);
  EXPECT_EQ(MajorVersion("14"), 14);
  EXPECT_EQ(MajorVersion(""), 0);
}

}  // namespace
}  // namespace lab_command
