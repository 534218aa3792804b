// SPDX-License-Identifier: Apache-2.0
//
// The parts of a grading, with a Bazel that does as the test says.

#include "tools/grade/grader.h"

#include <filesystem>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/bazel.h"
#include "tools/grade/build_events.h"
#include "tools/grade/exercises.h"
#include "tools/grade/install.h"
#include "tools/grade/read_file.h"
#include "tools/grade/run_tests.h"
#include "tools/grade/testing/fake_bazel.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing_util::StatusIs;

// ---- Programs that grade

class InstallTest : public FakeBazelTest {
 protected:
  InstallTest() {
    Write("tools/tools/grade/jail/jail", "a jail");
    Write("tools/tools/grade/referee", "a referee");
    WriteCompiler("a compiler");
  }

  void WriteCompiler(const std::string& contents) const {
    Write("tools/tools/grade/compile/student_cc", contents);
  }
};

TEST_F(InstallTest, TheCompilerIsPutInItsPlaceAndCanBeRun) {
  ASSERT_OK(Install(Options()));
  const fs::path place = CompilerPlace(Options());
  EXPECT_EQ(ReadFile(place), "a compiler");
  EXPECT_NE(fs::status(place).permissions() & fs::perms::others_exec,
            fs::perms::none);
}

TEST_F(InstallTest, ANewCompilerTakesTheOldOnesPlaceAndHasAnotherSum) {
  ASSERT_OK_AND_ASSIGN(const Installed old, Install(Options()));
  WriteCompiler("a better one");
  ASSERT_OK_AND_ASSIGN(const Installed now, Install(Options()));
  EXPECT_EQ(ReadFile(CompilerPlace(Options())), "a better one");
  EXPECT_NE(now.compiler_sum, old.compiler_sum);
  EXPECT_NE(now.grader_sum, old.grader_sum);
}

TEST_F(InstallTest, AnyOtherProgramThatGradesIsInTheGradersSumAlone) {
  ASSERT_OK_AND_ASSIGN(const Installed old, Install(Options()));
  Write("tools/tools/grade/referee", "another referee");
  ASSERT_OK_AND_ASSIGN(const Installed now, Install(Options()));
  EXPECT_EQ(now.compiler_sum, old.compiler_sum);
  EXPECT_NE(now.grader_sum, old.grader_sum);
}

TEST_F(InstallTest, AProgramThatIsNotThereIsNamed) {
  fs::remove(Options().tools / "tools/grade/jail/jail");
  EXPECT_THAT(Install(Options()), StatusIs(absl::StatusCode::kNotFound,
                                           HasSubstr("tools/grade/jail/jail")));
}

// ---- Exercises

class FindExercisesTest : public FakeBazelTest {
 protected:
  // Bazel knows these two, in this order.
  FindExercisesTest() {
    SetBazel(absl::StrCat(
        "case $2 in\n"
        "  query) echo //labs/ch38/b:_json; echo //labs/ch36/a:_json ;;\n"
        "  info) echo ",
        (folder_ / "bin dir").string(), " ;;\nesac"));
    WriteExercise("labs/ch38/b", "ch38/1");
    WriteExercise("labs/ch36/a", "ch36/1");
  }

  void WriteExercise(const std::string& package, const std::string& id) const {
    Write(absl::StrCat("bin dir/", package, "/exercise.json"),
          absl::StrCat(R"({"title": "T", "points": 100, "files": ["a.cc"],)",
                       R"("id": ")", id, R"(", "package": ")", package, "\"}"));
  }
};

TEST_F(FindExercisesTest, TheyComeInTheOrderOfTheirIds) {
  ASSERT_OK_AND_ASSIGN(const auto exercises, FindExercises(Options()));
  ASSERT_THAT(exercises, SizeIs(2));
  EXPECT_EQ(exercises[0].exercise.id, "ch36/1");
  EXPECT_EQ(exercises[1].exercise.id, "ch38/1");
  EXPECT_EQ(exercises[1].exercise.package, "labs/ch38/b");
}

TEST_F(FindExercisesTest, OneAloneMayBeAskedFor) {
  GraderOptions options = Options();
  options.only = "ch38/1";
  ASSERT_OK_AND_ASSIGN(const auto exercises, FindExercises(options));
  ASSERT_THAT(exercises, SizeIs(1));
  EXPECT_EQ(exercises[0].exercise.id, "ch38/1");
  options.only = "ch38/9";
  EXPECT_THAT(FindExercises(options),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("ch38/9")));
}

TEST_F(FindExercisesTest, WhereThereAreNoneThatIsSaid) {
  SetBazel("exit 0");
  EXPECT_THAT(FindExercises(Options()),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("//labs/...")));
}

TEST_F(FindExercisesTest, WhatBazelSaysOfABrokenBuildIsPassedOn) {
  SetBazel(
      "[ $2 != query ] || { echo //labs/a:_json; exit 0; }\n"
      "echo no such target >&2; exit 1");
  EXPECT_THAT(FindExercises(Options()), StatusIs(absl::StatusCode::kInternal,
                                                 HasSubstr("no such target")));
}

// ---- Tests

class RunTestsTest : public FakeBazelTest {
 protected:
  RunTestsTest() { fs::create_directories(Options().out / ".grade"); }

  // A Bazel that has run one test and then ends with `code`.
  void SetBazelThatRan(int code) const {
    SetBazel(absl::StrCat(
        "for word; do\n"
        "  case $word in --build_event_json_file=*) file=${word#*=} ;; esac\n"
        "done\n"
        R"(echo '{"id":{"testResult":{"label":"@s//a:grade","run":1}},)"
        R"("testResult":{"status":"FAILED"}}' >"$file")"
        "\n"
        R"(echo '{"id":{"buildFinished":{}},"finished":{"exitCode":{"code":)",
        code, R"(}}}' >>"$file")", "\nexit ", code));
  }

  std::ostringstream progress_;
};

TEST_F(RunTestsTest, ThatTestsFailedIsNoErrorAndAllIsTold) {
  for (const int code : {0, 1, 3}) {
    SetBazelThatRan(code);
    ASSERT_OK_AND_ASSIGN(const BuildEvents events,
                         RunTests(Options(), 1, progress_));
    EXPECT_EQ(events.tests().at("@s//a:grade").at(1).status, "FAILED");
    EXPECT_EQ(events.exit_code(), code);
  }
  EXPECT_THAT(progress_.str(), HasSubstr("graded 1 of 1\n"));
}

TEST_F(RunTestsTest, ABazelThatDidNotComeToItsEndIsAnErrorThatNamesTheLog) {
  const auto is_error = StatusIs(
      absl::StatusCode::kInternal,
      AllOf(HasSubstr("bazel.log"), HasSubstr("what was graded is kept")));
  SetBazelThatRan(/*code=*/8);  // interrupted
  EXPECT_THAT(RunTests(Options(), 1, progress_), is_error);
  SetBazel("kill -9 $$");
  EXPECT_THAT(RunTests(Options(), 1, progress_), is_error);
}

// Or a Bazel that never began would have graded as the one before.
TEST_F(RunTestsTest, WhatAnEarlierRunToldIsForgotten) {
  SetBazelThatRan(0);
  ASSERT_OK(RunTests(Options(), 1, progress_));
  SetBazel("exit 0");
  EXPECT_THAT(RunTests(Options(), 1, progress_),
              StatusIs(absl::StatusCode::kInternal));
}

TEST_F(RunTestsTest, EachIsJudgedAsOftenAsAskedAndOnceMoreForFaultsOfOurs) {
  SetBazelThatRan(0);
  GraderOptions options = Options();
  options.runs = 16;
  ASSERT_OK(RunTests(options, 1, progress_));
  EXPECT_THAT(Words(), Contains("--runs_per_test=16"));
  EXPECT_THAT(Words(), Contains("--flaky_test_attempts=3"));
  EXPECT_THAT(Words(), Contains("--keep_going"));
}

TEST(ProgressLineTest, WhatIsLeftTakesAsLongAsWhatIsDone) {
  EXPECT_EQ(ProgressLine(3, 12, absl::Seconds(60)),
            "graded 3 of 12, about 3m left");
  EXPECT_EQ(ProgressLine(12, 12, absl::Seconds(60)), "graded 12 of 12");
  EXPECT_EQ(ProgressLine(0, 12, absl::Seconds(60)), "graded 0 of 12");
}

}  // namespace
}  // namespace grade
