// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/summary_page.h"

#include <string>

#include "common/exercise/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/record.h"
#include "tools/grade/testing/sample_records.h"

namespace grade {
namespace {

using ::exercise::Verdict;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SummaryPageTest, TextOfStudentsIsEscaped) {
  Record record = Sample("<script>alert(1)</script>", Verdict::kWrong, 60);
  const std::string page = SummaryPage({record}, "Lab <38>");
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("Lab &lt;38&gt;"));
}
}  // namespace
}  // namespace grade
