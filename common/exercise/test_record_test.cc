// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/test_record.h"

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/temp_directory.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing_util::StatusIs;

TestRecord Sample() {
  TestRecord record = {.files = {{"counter.cc", "ab12"}}};
  record.result = {
      .exercise = "ch38/1",
      .seed = 7,
      .checks = {{.name = "Counts",
                  .verdict = Verdict::kPass,
                  .points = 40,
                  .max_points = 40},
                 {.name = "LosesNothing",
                  .verdict = Verdict::kWrong,
                  .max_points = 60,
                  .tried = "2 threads: \"<a> & b\"\nand\tmore",
                  .expected = "6",
                  .got = "5 \xC3\xA4",
                  .where = "labs/counter.cc:12",
                  .hint = 1,
                  .output = "]]> \x1b[31m &quot; \xC3\xB6"},
                 {.name = "NoRace", .verdict = Verdict::kSkipped}}};
  AddUp(record.result);
  return record;
}

TEST(TestRecordTest, ComesBackOutOfTheXmlAsItWas) {
  const TestRecord record = Sample();
  ASSERT_OK_AND_ASSIGN(const TestRecord back,
                       RecordFromTestXml(ToTestXml(record)));
  EXPECT_EQ(back.result, record.result);
  EXPECT_EQ(back.files, record.files);
  EXPECT_TRUE(back.whole);
}

TEST(TestRecordTest, RemembersThatOneCheckWasRunAlone) {
  TestRecord record = Sample();
  record.whole = false;
  ASSERT_OK_AND_ASSIGN(const TestRecord back,
                       RecordFromTestXml(ToTestXml(record)));
  EXPECT_FALSE(back.whole);
}

TEST(TestRecordTest, OtherToolsReadACaseForEachCheck) {
  const std::string xml = ToTestXml(Sample());
  EXPECT_THAT(xml, HasSubstr("tests=\"3\" failures=\"1\" skipped=\"1\""));
  EXPECT_THAT(xml, HasSubstr("name=\"Counts\"></testcase>"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"WRONG\""));
  EXPECT_THAT(xml, HasSubstr("&lt;a&gt; &amp; b"));
  EXPECT_THAT(xml, HasSubstr("<skipped"));
}

TEST(TestRecordTest, ControlCharactersDoNotGetIntoTheXml) {
  EXPECT_THAT(ToTestXml(Sample()), Not(HasSubstr("\x1b")));
}

TEST(TestRecordTest, AnXmlOfBazelsOwnIsNoRecord) {
  EXPECT_THAT(RecordFromTestXml("<testsuites><testsuite name=\"test\"/>"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("did not come to its end")));
}

TEST(TestRecordTest, DamageIsNamed) {
  const std::string xml = ToTestXml(Sample());
  for (const auto& [before, after] :
       {std::pair{"&quot;files&quot;", "&quot;f&quot;"},
        std::pair{"&quot;whole&quot;:true", "&quot;whole&quot;:1"},
        std::pair{"&quot;seed&quot;:7", "&quot;seed&quot;:&quot;&quot;"},
        std::pair{"&quot;ab12&quot;", "12"},
        std::pair{"value=\"{", "value=\""}}) {
    const std::string damaged = absl::StrReplaceAll(xml, {{before, after}});
    ASSERT_NE(damaged, xml) << before;
    EXPECT_THAT(
        RecordFromTestXml(damaged),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("damaged")))
        << before;
  }
  EXPECT_THAT(RecordFromTestXml(xml.substr(0, xml.size() / 3)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TestRecordTest, HashesAreThoseOfTheFilesThatAreThere) {
  ASSERT_OK_AND_ASSIGN(const lab::TempDirectory folder,
                       lab::TempDirectory::Create());
  std::ofstream(folder.path() / "a.h", std::ios::binary) << "abc";
  // FIPS 180-4's own example.
  EXPECT_THAT(
      HashFiles(folder.path(), {"a.h", "b.h"}),
      ElementsAre(Pair("a.h",
                       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff6"
                       "1f20015ad")));
}

}  // namespace
}  // namespace exercise
