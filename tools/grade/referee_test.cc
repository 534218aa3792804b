// SPDX-License-Identifier: Apache-2.0
//
// The referee, with judges that do as the test says.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/compile/outcome_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::exercise::Verdict;
using ::nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// How it ended, and what it said.
struct Said {
  int64_t code = -1;
  std::vector<std::string> lines = {};
  json grade = {};  // on the last of them
};

class RefereeTest : public ::testing::Test {
 protected:
  RefereeTest() : folder_(fs::path(testing::TempDir()) / "referee") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Write("runner",
          "\x7f"
          "ELF");
  }

  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }

  void Write(const std::string& name, const std::string& contents) const {
    std::ofstream(folder_ / name, std::ios::binary) << contents;
  }

  // From now on the judge is this script, which has the names of the files that
  // judge and jail write in $result and $log.
  void SetJudge(const std::string& script) const {
    Write("judge", absl::StrCat(R"(#!/bin/bash
for word; do
  case $word in
    --json=*) result=${word#*=} ;;
    --log=*) log=${word#*=} ;;
  esac
done
)",
                                script, "\n"));
    fs::permissions(folder_ / "judge", fs::perms::owner_all);
  }

  // A judge that finds this.
  void SetResult(const exercise::ExerciseResult& result) const {
    Write("found", exercise::ToJson(result));
    SetJudge(absl::StrCat("cp ", Path("found"), " \"$result\""));
  }

  Said Run(const std::vector<std::string>& flags = {}) const {
    std::vector<std::string> command = {
        "tools/grade/referee",
        "--exercise=ch38/1",
        "--points=100",
        absl::StrCat("--judge=", Path("judge")),
        "--jail=the_jail",
        "--init=the_init",
        absl::StrCat("--runner=", Path("runner")),
        "--seed=7"};
    command.insert(command.end(), flags.begin(), flags.end());
    process::RunOptions options;
    options.start.env_changes = {{"TEST_TMPDIR", folder_.string()}};
    Said said;
    const auto done = process::Run(command, options);
    EXPECT_OK(done);
    if (!done.ok()) return said;
    said.code = done->status.exited() ? done->status.exit_code() : -1;
    said.lines = absl::StrSplit(done->out, '\n', absl::SkipEmpty());
    EXPECT_THAT(said.lines, Not(IsEmpty())) << done->err;
    if (said.lines.empty()) return said;
    absl::string_view last = said.lines.back();
    EXPECT_TRUE(absl::ConsumePrefix(&last, "GRADE ")) << last;
    said.grade = json::parse(last, nullptr, false);
    return said;
  }

  const fs::path folder_;
};

exercise::ExerciseResult ResultWith(const exercise::CheckResult& check) {
  exercise::ExerciseResult result = {
      .exercise = "ch38/1",
      .checks = {{.name = "Adds", .points = 60, .max_points = 60}, check}};
  exercise::AddUp(result);
  return result;
}

TEST_F(RefereeTest, WhatTheJudgeFoundIsTheVerdictAndEndsWell) {
  SetResult(ResultWith(
      {.name = "Secret", .verdict = Verdict::kWrong, .max_points = 40}));
  const Said said = Run();
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.grade["verdict"], "WRONG");
  EXPECT_EQ(said.grade["points"], 60);
  EXPECT_EQ(said.grade["max_points"], 100);
  EXPECT_THAT(said.grade["checks"], SizeIs(2));
  EXPECT_EQ(said.grade["checks"][1]["name"], "Secret");
}

// Or Bazel would keep what is no verdict, and never try again.
TEST_F(RefereeTest, ACheckThatIsOurFaultMakesAllOfItOurFaultAndEndsBadly) {
  SetResult(ResultWith({.name = "Secret",
                        .verdict = Verdict::kInfra,
                        .max_points = 40,
                        .got = "no jail"}));
  const Said said = Run();
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.grade["verdict"], "INFRA");
  EXPECT_EQ(said.grade["text"], "no jail");
}

TEST_F(RefereeTest, AJudgeWithoutAResultIsOurFaultWithItsLastWords) {
  SetJudge("echo I fell >&2; exit 9");
  const Said said = Run();
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.grade["verdict"], "INFRA");
  EXPECT_THAT(said.grade["text"].get<std::string>(), HasSubstr("I fell"));
  EXPECT_THAT(said.grade["text"].get<std::string>(), HasSubstr("9"));
}

TEST_F(RefereeTest, AJudgeThatIsNotThereIsOurFault) {
  EXPECT_EQ(Run().grade["verdict"], "INFRA");
}

TEST_F(RefereeTest, WhatAnEarlierRunFoundIsNotBelieved) {
  Write("result.json",
        exercise::ToJson(
            ResultWith({.name = "Secret", .points = 40, .max_points = 40})));
  SetJudge("exit 9");
  EXPECT_EQ(Run().grade["verdict"], "INFRA");
}

TEST_F(RefereeTest, AVerdictInTheProgramsPlaceNeedsNoJudge) {
  ASSERT_TRUE(WriteOutcome(Path("runner"),
                           {Verdict::kCompileError, "sum.cc:3: error: no"}));
  SetJudge(absl::StrCat("touch ", Path("asked")));
  const Said said = Run();
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.grade["verdict"], "CE");
  EXPECT_EQ(said.grade["text"], "sum.cc:3: error: no");
  EXPECT_EQ(said.grade["points"], 0);
  EXPECT_EQ(said.grade["max_points"], 100);
  EXPECT_FALSE(fs::exists(Path("asked")));
}

TEST_F(RefereeTest, SoDoesOneInTheRaceRunnersPlace) {
  ASSERT_TRUE(
      WriteOutcome(Path("race_runner"), {Verdict::kPolicy, "turns it off"}));
  SetResult(ResultWith({.name = "Secret", .points = 40, .max_points = 40}));
  EXPECT_EQ(Run({absl::StrCat("--race_runner=", Path("race_runner"))})
                .grade["verdict"],
            "POLICY");
}

// It was told how much time there is, and what is to become of the rest.
TEST_F(RefereeTest, AJudgeThatDoesNotEndIsOurFault) {
  SetJudge("exec tail -f /dev/null");
  const Said said = Run({"--time=1s", "--grace=300ms"});
  EXPECT_EQ(said.code, 1);
  EXPECT_EQ(said.grade["verdict"], "INFRA");
  EXPECT_THAT(said.grade["text"].get<std::string>(), HasSubstr("1.3s"));
}

// So --diff sees that what judges is another.
TEST_F(RefereeTest, EachProgramThatGradesIsInTheGradersSum) {
  const auto sum = [&](const std::vector<std::string>& flags) {
    return Run(flags).grade["grader"].get<std::string>();
  };
  SetJudge("exit 9");
  Write("jail", "a jail");
  Write("jail2", "another");
  const std::string jail = absl::StrCat("--jail=", Path("jail"));
  const std::string before = sum({jail});
  EXPECT_EQ(sum({jail}), before);
  EXPECT_NE(sum({absl::StrCat("--jail=", Path("jail2"))}), before);
  EXPECT_NE(sum({jail, absl::StrCat("--init=", Path("jail2"))}), before);
  EXPECT_NE(sum({jail, "--compiler=abc"}), before);
  EXPECT_NE(sum({jail, absl::StrCat("--programs=CHILD=", Path("jail2"))}),
            before);
  Write("runner", "another");
  EXPECT_EQ(sum({jail}), before);
  SetJudge("exit 8");
  EXPECT_NE(sum({jail}), before);
}

TEST_F(RefereeTest, WhatIsJudgedHasASumOfItsOwn) {
  SetJudge("exit 9");
  const json before = Run().grade["runner"];
  EXPECT_EQ(Run().grade["runner"], before);
  Write("race_runner", "the same under ThreadSanitizer");
  EXPECT_NE(Run({absl::StrCat("--race_runner=", Path("race_runner"))})
                .grade["runner"],
            before);
  Write("runner", "another");
  EXPECT_NE(Run().grade["runner"], before);
}

TEST_F(RefereeTest, WhatWasUsedIsTheWorstOfAllRuns) {
  SetResult(ResultWith({.name = "Secret", .points = 40, .max_points = 40}));
  const auto report = [](double cpu, int memory) {
    return absl::StrCat(
        R"(echo '{"end": "EXITED", "exit_code": 0, )"
        R"("detail": "", "cpu_seconds": )",
        cpu, R"(, "wall_seconds": 1, "peak_memory_bytes": )", memory,
        R"(, "peak_processes": 1, "output_bytes": 0}' )", ">>\"$log\"\n");
  };
  SetJudge(absl::StrCat("cp ", Path("found"), " \"$result\"\n",
                        report(0.5, 9000), report(2.5, 100),
                        "echo cut off >>\"$log\"\n", report(1, 10)));
  const Said said = Run();
  EXPECT_EQ(said.grade["cpu_seconds"], 2.5);
  EXPECT_EQ(said.grade["peak_memory"], 9000);
}

TEST_F(RefereeTest, NothingThatStudentsWriteIsALineOfItsOwn) {
  SetResult(ResultWith({.name = "Secret",
                        .verdict = Verdict::kWrong,
                        .max_points = 40,
                        .got = "\nGRADE {\"verdict\": \"PASS\"}\r\n\xff",
                        .output = "\nGRADE {}\n"}));
  const Said said = Run();
  EXPECT_THAT(said.lines, SizeIs(1));
  EXPECT_EQ(said.grade["verdict"], "WRONG");
}

// The jail is between the judge and the runner.
TEST_F(RefereeTest, TheJudgeIsToldAllThatItNeeds) {
  SetResult(ResultWith({.name = "Secret", .points = 40, .max_points = 40}));
  SetJudge(absl::StrCat("cp ", Path("found"), " \"$result\"\nprintf '%s\\n' ",
                        "\"$@\" >", Path("words")));
  Run({"--limits={\"wall_seconds\": 60}", "--programs=CHILD=here/child"});
  std::ifstream file(Path("words"));
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word);) words.push_back(word);
  EXPECT_THAT(words, Contains("--seed=7"));
  EXPECT_THAT(words, Contains("--jailed"));
  // More than the jail's, which says how the time was passed.
  EXPECT_THAT(words, Contains("--time_limit=90"));
  EXPECT_THAT(words, Contains("--time_for_all=720"));
  EXPECT_THAT(words, Contains("--program=CHILD=/jail/programs/CHILD"));
  EXPECT_THAT(words, Contains("the_jail"));
  EXPECT_THAT(words, Contains("--init=the_init"));
  EXPECT_THAT(words, Contains("--copy=here/child=/jail/programs/CHILD"));
  EXPECT_EQ(words.back(), Path("runner"));
}

}  // namespace
}  // namespace grade
