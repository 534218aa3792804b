// SPDX-License-Identifier: Apache-2.0

#include "common/lab/testing/demo_under_test.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::Property;

std::string DemoUnderTest::Print(const std::string& flag) const {
  absl::StatusOr<process::CompletedProcess> demo =
      process::Run({program_, flag}, {.io = {.text = true}});
  EXPECT_OK(demo);
  if (!demo.ok()) return "";
  EXPECT_TRUE(demo->status.ok()) << demo->status << "\n"
                                 << demo->out << demo->err;
  return demo->out;
}

const std::string& DemoUnderTest::Step(int number) {
  auto [step, is_new] = steps_.try_emplace(number);
  if (is_new) step->second = Print(absl::StrCat("--step=", number));
  return step->second;
}

std::vector<std::string> DemoUnderTest::Output(int step) {
  std::vector<std::string> output;
  for (absl::string_view line : absl::StrSplit(Step(step), '\n')) {
    if (absl::ConsumePrefix(&line, "  | ")) output.emplace_back(line);
  }
  return output;
}

void DemoUnderTest::ExpectTidy(int steps,
                               const std::vector<std::string>& parts) {
  const std::string list = Print("--list");
  EXPECT_THAT(list, HasSubstr(absl::StrCat("\n  ", steps, ". ")));
  EXPECT_THAT(list, Not(HasSubstr(absl::StrCat("\n  ", steps + 1, ". "))));
  for (int number = 1; number <= steps; ++number) {
    const std::string& step = Step(number);
    for (const std::string& part : parts) {
      EXPECT_THAT(step, HasSubstr(part)) << number;
    }
    EXPECT_THAT(step, Not(HasSubstr("\033"))) << number;
    EXPECT_THAT(absl::StrSplit(step, '\n'),
                Each(Property(&absl::string_view::size, Le(80u))))
        << number;
  }
}

DemoUnderTest& Demo() {
  static auto& demo = *new DemoUnderTest(testing_util::ProgramPath("DEMO"));
  return demo;
}

std::vector<std::string> Output(int step) { return Demo().Output(step); }

std::string After(absl::string_view label,
                  const std::vector<std::string>& lines) {
  for (absl::string_view line : lines) {
    if (absl::ConsumePrefix(&line, label)) {
      return std::string(absl::StripAsciiWhitespace(line));
    }
  }
  ADD_FAILURE() << "no line begins with \"" << label << "\"";
  return "";
}

int NumberAfter(absl::string_view label,
                const std::vector<std::string>& lines) {
  const std::string text = After(label, lines);
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << label << text;
  return number;
}

}  // namespace lab
