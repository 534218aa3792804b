// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/csv.h"

#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

using ::testing::SizeIs;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(CsvTest, WhatIsWrittenIsRead) {
  const Table table = {{"a", "b,c", "say \"hi\""}, {"two\nlines", "", "x"}};
  EXPECT_THAT(ReadCsv(WriteCsv(table)), IsOkAndHolds(table));
}

TEST(CsvTest, OtherPeoplesTablesAreRead) {
  const Table table = {{"a", "b"}, {"1", "2"}};
  EXPECT_THAT(ReadCsv("\xef\xbb\xbf"
                      "a,b\n1,2"),
              IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a;b\r\n1;2\r\n"), IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a,\"b"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CsvTest, NoCellIsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@x", "\tx"}) {
    EXPECT_EQ(HarmlessCell(formula)[0], '\'');
  }
  EXPECT_EQ(HarmlessCell("Doe"), "Doe");
}

TEST(CsvTest, LineEndsOfAllSystemsEndARow) {
  const Table table = {{"a", "b"}, {"1", "2"}, {"3", "4"}};
  EXPECT_THAT(ReadCsv("a,b\n1,2\n3,4\n"), IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a,b\r\n1,2\r\n3,4\r\n"), IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a,b\r1,2\r3,4"), IsOkAndHolds(table));
}

TEST(CsvTest, LineEndsAndSeparatorsInQuotesAreText) {
  const Table table = {{"a\r\nb", "c;d", "e,f"}};
  EXPECT_THAT(ReadCsv("\"a\r\nb\",\"c;d\",\"e,f\"\r\n"), IsOkAndHolds(table));
}

// A German Excel writes semicolons, and commas within names.
TEST(CsvTest, TheSeparatorIsTheFirstThatIsInNoQuotes) {
  EXPECT_EQ(SeparatorOf("\"Doe, Jane\";11\n"), ';');
  EXPECT_EQ(SeparatorOf("\"Lab 1; the first\",11\n"), ',');
  EXPECT_EQ(SeparatorOf("\"say \"\"hi, you\"\"\";11\n"), ';');
  EXPECT_EQ(SeparatorOf("alone"), ',');
  const Table table = {{"Doe, Jane", "11"},
                       {"M\xc3\xbcller, J\xc3\xbcrgen", "12"}};
  EXPECT_THAT(ReadCsv(WriteCsv(table, ';')), IsOkAndHolds(table));
}

TEST(CsvTest, EmptyCellsAndTheLastLineStay) {
  EXPECT_THAT(ReadCsv("a,,\n,,"),
              IsOkAndHolds(Table{{"a", "", ""}, {"", "", ""}}));
  EXPECT_THAT(ReadCsv("\"\""), IsOkAndHolds(Table{{""}}));
  EXPECT_THAT(ReadCsv(""), IsOkAndHolds(SizeIs(0)));
}

TEST(CsvTest, AQuoteInsideACellIsText) {
  EXPECT_THAT(ReadCsv("5\" disk,x\n"), IsOkAndHolds(Table{{"5\" disk", "x"}}));
}

}  // namespace
}  // namespace grade
