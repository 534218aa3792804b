// SPDX-License-Identifier: Apache-2.0
//
// What is made of the answers of programs that are no Python.

#include <filesystem>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/python/testing/fake_program.h"
#include "common/lab/temp_directory.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch37/cpython_workloads.h"
#include "labs/ch37/write_files.h"

namespace ch37 {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;
class FakePythonTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(folder_, lab::TempDirectory::Create());
  }

  // A Python that runs these lines whatever it is asked.
  CPythonWorkloads Fake(absl::string_view script,
                        absl::Duration timeout = absl::Minutes(1)) {
    const std::string path = (folder_->path() / "fake").string();
    lab::WriteFakeProgram(path, script);
    return CPythonWorkloads({.path = path, .version = "3.11.7"}, "script.py",
                            timeout);
  }

 private:
  std::optional<lab::TempDirectory> folder_;
};

TEST_F(FakePythonTest, TheAnswersUnitsAreMinded) {
  EXPECT_THAT(Fake(R"(echo '{"seconds": 0.25}')").Factorise(Order::kSerial),
              IsOkAndHolds(absl::Milliseconds(250)));
  EXPECT_THAT(Fake(R"(echo '{"median_overshoot_ms": 5.5}')").MeasureOvershoot(),
              IsOkAndHolds(absl::Microseconds(5500)));
  ASSERT_OK_AND_ASSIGN(
      const Slices slices,
      Fake(R"(echo '{"median_slice_ms": 5, "switches_per_second": 190.0}')")
          .MeasureSlices());
  EXPECT_EQ(slices.median_slice, absl::Milliseconds(5));
  EXPECT_EQ(slices.switches_per_second, 190);
}

TEST_F(FakePythonTest, TheScriptIsAskedForWhatTheCallerWants) {
  // Fails, and so shows its arguments.
  const CPythonWorkloads fake = Fake(R"(echo "<$*>" >&2; exit 1)");
  EXPECT_THAT(fake.Select(Order::kThreads, 7).status().message(),
              HasSubstr("<script.py select threads --calls=7>"));
  EXPECT_THAT(
      fake.WriteFiles(Order::kSerial, "to", 2, 9, Shape::kLineByLine)
          .status()
          .message(),
      HasSubstr("<script.py lines serial --folder=to --files=2 --lines=9>"));
  EXPECT_THAT(
      fake.WriteFiles(Order::kSerial, "to", 2, 9, Shape::kInOneGo)
          .status()
          .message(),
      HasSubstr("<script.py chunks serial --folder=to --files=2 --lines=9>"));
  EXPECT_THAT(
      fake.MeasureSlices(4, absl::Milliseconds(500)).status().message(),
      HasSubstr("<script.py slices threads --threads=4 --seconds=0.5>"));
  EXPECT_THAT(fake.MeasureOvershoot({.sleeps = 9,
                                     .spinners = 0,
                                     .switch_interval = absl::Microseconds(200),
                                     .check_interval = 1000})
                  .status()
                  .message(),
              HasSubstr("<script.py overshoot threads --sleeps=9 --spinners=0 "
                        "--switch-interval=0.0002 --check-interval=1000>"));
}

TEST_F(FakePythonTest, GarbageInPlaceOfJsonIsShown) {
  for (const char* garbage :
       {"hello", "[1, 2]", "{\"seconds\": NaN}", "0.25"}) {
    EXPECT_THAT(
        Fake(std::string("echo '") + garbage + "'").Factorise(Order::kSerial),
        StatusIs(absl::StatusCode::kInternal,
                 AllOf(HasSubstr("fake"), HasSubstr(garbage))));
  }
  EXPECT_THAT(Fake("exit 0").Factorise(Order::kSerial),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("(nothing)")));
}

TEST_F(FakePythonTest, AnAnswerWithoutItsNumberIsShown) {
  EXPECT_THAT(Fake(R"(echo '{"minutes": 1}')").Factorise(Order::kSerial),
              StatusIs(absl::StatusCode::kInternal,
                       AllOf(HasSubstr("fake"), HasSubstr("\"seconds\""),
                             HasSubstr("{\"minutes\":1}"))));
  EXPECT_THAT(Fake(R"(echo '{"seconds": "1"}')").Factorise(Order::kSerial),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("number")));
}

TEST_F(FakePythonTest, OneThatHangsIsKilledAndTheTimeItHadIsTold) {
  EXPECT_THAT(Fake("while :; do :; done", absl::Milliseconds(20))
                  .Factorise(Order::kSerial),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       AllOf(HasSubstr("fake"), HasSubstr("20ms"))));
}

TEST_F(FakePythonTest, OneThatWritesWithoutEndIsStopped) {
  EXPECT_THAT(
      Fake("while :; do echo endless; done").Factorise(Order::kSerial),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("fake")));
}

}  // namespace
}  // namespace ch37
