// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kTally = absl::StrCat(kLost, "/tally.cc");
const std::string kTallyHeader = absl::StrCat(kLost, "/tally.h");

// The fake tar puts the files behind each other, "== NAME" before each.
std::vector<std::string> NamesIn(const std::string& archive) {
  std::vector<std::string> names;
  for (const absl::string_view line : absl::StrSplit(archive, '\n')) {
    if (line.starts_with("== ")) names.emplace_back(line.substr(3));
  }
  return names;
}

nlohmann::json ManifestIn(const std::string& archive) {
  const size_t begin = archive.find('{');
  const size_t end = archive.find("\n== ", begin);
  return nlohmann::json::parse(archive.substr(begin, end - begin));
}

TEST(SubmitTest, PacksWhatWasBegunAndNothingElse) {
  Student student;
  student.Install("tar");
  student.Write(kTally, "// mine\n");
  student.Write(absl::StrCat(kLost, "/notes.txt"), "private");
  EXPECT_EQ(student.Lab({"submit"}), 0) << student.error();
  const std::string archive = student.Read("submission.tar");
  EXPECT_EQ(NamesIn(archive),
            (std::vector<std::string>{"manifest.json", kTally, kTallyHeader}));
  EXPECT_THAT(archive, HasSubstr("// mine\n"));
}

TEST(SubmitTest, TheManifestNamesEachFileWithItsHash) {
  Student student;
  student.Install("tar");
  student.Write(kTally, "abc");
  student.Lab({"submit", "--note", "with \"Grace\""});
  const nlohmann::json manifest = ManifestIn(student.Read("submission.tar"));
  EXPECT_EQ(manifest["handout"], "2026.1");
  EXPECT_EQ(manifest["format_version"], 1);
  EXPECT_EQ(manifest["note"], "with \"Grace\"");
  EXPECT_THAT(manifest["honesty"].get<std::string>(), HasSubstr("I wrote"));
  ASSERT_EQ(manifest["exercises"].size(), 1);
  EXPECT_EQ(manifest["exercises"][0]["id"], "ch38/1");
  const nlohmann::json file = manifest["exercises"][0]["files"][0];
  EXPECT_EQ(file["path"], kTally);
  EXPECT_EQ(file["bytes"], 3);
  // FIPS 180-4's own example.
  EXPECT_EQ(file["sha256"],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(SubmitTest, TellsWhatIsInItAndHowItStands) {
  Student student;
  student.Install("tar");
  student.DoAll();
  student.Write(kTally, "// changed");
  student.Lab({"submit"});
  EXPECT_THAT(student.out(),
              AllOf(HasSubstr("changed since tested"), HasSubstr(kTally),
                    HasSubstr("Not all of it passes"), HasSubstr("I wrote"),
                    HasSubstr("Nothing was sent")));
  student.Test(kLost, {true});
  student.Lab({"submit"});
  EXPECT_THAT(student.out(), Not(HasSubstr("Not all of it passes")));
}

TEST(SubmitTest, ThoseNamedAlone) {
  Student student;
  student.Install("tar");
  student.DoAll();
  EXPECT_EQ(student.Lab({"submit", "ch38/2", "ch36/1", "38/2"}), 0);
  EXPECT_EQ(NamesIn(student.Read("submission.tar")),
            (std::vector<std::string>{"manifest.json",
                                      absl::StrCat(kQueue, "/queue.cc"),
                                      absl::StrCat(kCapture, "/capture.cc")}));
  EXPECT_EQ(student.Lab({"submit", "ch38/7"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("ch38/7"));
}

TEST(SubmitTest, WithNothingBegunThereIsNothingToHandIn) {
  Student student;
  student.Install("tar");
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("nothing to hand in"));
  EXPECT_FALSE(student.Has("submission.tar"));
}

TEST(SubmitTest, AFileThatIsMissingStopsIt) {
  Student student;
  student.Install("tar");
  student.Write(kTally, "// mine");
  student.Remove(kTallyHeader);
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(),
              AllOf(HasSubstr("tally.h"), HasSubstr("reset ch38/1")));
  EXPECT_FALSE(student.Has("submission.tar"));
}

TEST(SubmitTest, AFileThatIsMuchTooLargeStopsIt) {
  Student student;
  student.Install("tar");
  student.Write(kTally, std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(),
              AllOf(HasSubstr("tally.cc"), HasSubstr("1048577")));
}

TEST(SubmitTest, WithoutTarTheOldArchiveStays) {
  Student student;
  student.Write(kTally, "// mine");
  student.Write("submission.tar", "old");
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("no program tar"));
  EXPECT_EQ(student.Read("submission.tar"), "old");
}

TEST(SubmitTest, ATarThatFailsLeavesTheOldArchive) {
  Student student;
  student.Install("tar");
  student.SetVariable("FAKE_EXIT", "2");
  student.Write(kTally, "// mine");
  student.Write("submission.tar", "old");
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("no archive was made"));
  EXPECT_EQ(student.Read("submission.tar"), "old");
}

TEST(SubmitTest, EachTarIsToldInItsOwnWords) {
  Student student;
  student.Install("tar");
  student.Write(kTally, "// mine");
  student.SetVariable("FAKE_OUTPUT", "tar (GNU tar) 1.34");
  student.Lab({"submit"});
  EXPECT_THAT(student.Calls(), HasSubstr("--owner=0"));
  student.SetVariable("FAKE_OUTPUT", "bsdtar 3.6.2 - libarchive 3.6.2");
  student.Lab({"submit"});
  EXPECT_THAT(student.Calls(), HasSubstr("--uid 0"));
}

TEST(SubmitTest, IsForTheHandout) {
  Student student;
  student.Remove("VERSION");
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("authors'"));
}

}  // namespace
}  // namespace lab_command
