// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/publish.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/exercise/verdict.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/read_file.h"
#include "tools/grade/record.h"
#include "tools/grade/testing/sample_records.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::exercise::Verdict;
using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing_util::StatusIs;

class PublishTest : public ::testing::Test {
 protected:
  PublishTest() {
    fs::remove_all(options_.out);
    fs::create_directories(options_.out);
    options_.title = "Lab 38";
  }

  void SetRoster() {
    options_.roster = "Student,ID,Section,Lab 38\nalice,11,A,\nbob,12,A,7\n";
    options_.canvas_column = "Lab 38";
  }

  std::string Read(const fs::path& name) const {
    return ReadFile(options_.out / name);
  }
  bool Exists(const fs::path& name) const {
    return fs::exists(options_.out / name);
  }

  std::vector<std::string> AllFiles() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(options_.out)) {
      if (!entry.is_regular_file()) continue;
      names.push_back(entry.path().lexically_relative(options_.out).string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  PublishOptions options_ = {.out = fs::path(testing::TempDir()) / "published"};
};

TEST_F(PublishTest, EveryFormIsWritten) {
  SetRoster();
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100)}));
  EXPECT_THAT(AllFiles(),
              ElementsAre("audit.jsonl", "canvas.csv", "classroom50/alice.json",
                          "exercism/alice/ch38_2f1.json", "feedback/alice.txt",
                          "gradescope/alice.json", "junit/alice.xml",
                          "nbgrader.csv", "summary.csv", "summary.html"));
  for (const std::string& name : AllFiles()) {
    EXPECT_THAT(Read(name), Not(IsEmpty())) << name;
  }
  ASSERT_OK_AND_ASSIGN(const std::vector<Record> records,
                       ReadAudit(options_.out / "audit.jsonl"));
  EXPECT_EQ(ToJson(records.at(0)),
            ToJson(Sample("alice", Verdict::kPass, 100)));
}

TEST_F(PublishTest, FilesOfWhoIsGradedNoMoreGo) {
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100),
                               Sample("bob", Verdict::kPass, 100)}));
  ASSERT_TRUE(Exists("feedback/bob.txt"));
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100)}));
  for (const std::string& name : AllFiles()) {
    EXPECT_THAT(name, Not(HasSubstr("bob")));
  }
  EXPECT_TRUE(Exists("feedback/alice.txt"));
}

TEST_F(PublishTest, WhatIsNotOursStays) {
  fs::create_directories(options_.out / "notes");
  std::ofstream(options_.out / "notes" / "mine.txt") << "x";
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100)}));
  EXPECT_TRUE(Exists("notes/mine.txt"));
}

// The whole of what leaves this machine.
TEST_F(PublishTest, AFaultOfOursIsAZeroNowhere) {
  SetRoster();
  Record open = Sample("bob", Verdict::kInfra, 60);
  ASSERT_OK(Publish(options_, {Sample("bob", Verdict::kPass, 100)}));
  ASSERT_TRUE(Exists("classroom50/bob.json"));
  open.points = 0;
  ASSERT_OK(Publish(options_, {open}));
  EXPECT_THAT(Read("canvas.csv"), HasSubstr("bob,12,A,7\r\n"));
  EXPECT_THAT(Read("nbgrader.csv"), HasSubstr(",,0.0,,100.0\r\n"));
  EXPECT_THAT(Read("summary.csv"), HasSubstr(",INFRA,,100,"));
  EXPECT_FALSE(json::parse(Read("gradescope/bob.json")).contains("score"));
  EXPECT_FALSE(Exists("classroom50/bob.json"));
  EXPECT_THAT(Read("feedback/bob.txt"), HasSubstr("open, of 100"));
  for (const char* name : {"feedback/bob.txt", "summary.html"}) {
    EXPECT_THAT(Read(name), Not(HasSubstr("0 of 100"))) << name;
  }
  EXPECT_THAT(Read("summary.html"), Not(HasSubstr("INFRA</a> 0")));
}

TEST_F(PublishTest, ARosterThatDoesNotFitCostsNothingElse) {
  SetRoster();
  EXPECT_THAT(Publish(options_, {Sample("zoe", Verdict::kPass, 100)}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("zoe")));
  EXPECT_TRUE(Exists("feedback/zoe.txt"));
  EXPECT_TRUE(Exists("summary.html"));
}

// Or someone uploads yesterday's marks.
TEST_F(PublishTest, AGradebookThatIsNotFilledInAnewGoes) {
  SetRoster();
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100)}));
  ASSERT_TRUE(Exists("canvas.csv"));
  EXPECT_FALSE(Publish(options_, {Sample("zoe", Verdict::kPass, 100)}).ok());
  EXPECT_FALSE(Exists("canvas.csv"));
}

TEST_F(PublishTest, NoNameLeadsOutOfTheFolder) {
  const Record record =
      Sample("../../J\xc3\xbcrgen, \"Jo\"", Verdict::kPass, 100);
  ASSERT_OK(Publish(options_, {record}));
  const std::string name = "_2e_2e_2f_2e_2e_2fJ_c3_bcrgen_2c_20_22Jo_22";
  EXPECT_THAT(Read("feedback/" + name + ".txt"), HasSubstr("100 of 100"));
  EXPECT_FALSE(fs::exists(options_.out.parent_path() / "J\xc3\xbcrgen"));
}

TEST_F(PublishTest, FeedbackOfAStudentHasAllExercisesAndNoHiddenCheck) {
  Record second = Sample("alice", Verdict::kWrong, 60);
  second.exercise = "ch38/2";
  ASSERT_OK(Publish(options_, {Sample("alice", Verdict::kPass, 100), second}));
  EXPECT_THAT(Read("feedback/alice.txt"),
              testing::AllOf(HasSubstr("ch38/1 The lost update: 100 of 100"),
                             HasSubstr("ch38/2 The lost update: 60 of 100"),
                             Not(HasSubstr("the hidden input")),
                             Not(HasSubstr("Secret"))));
}

TEST_F(PublishTest, WhatCannotBeWrittenIsAnError) {
  std::ofstream(options_.out / "feedback") << "in the folder's place";
  EXPECT_FALSE(Publish(options_, {Sample("alice", Verdict::kPass, 100)}).ok());
}

}  // namespace
}  // namespace grade
