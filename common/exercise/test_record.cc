// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/test_record.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/internal/sha256.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

// ---- XML

// The value stands between these two, which stand in no other place: text in
// between has no quotation mark.
constexpr absl::string_view kBeforeRecord =
    "<property name=\"exercise_record\" value=\"";
constexpr absl::string_view kAfterRecord = "\"/>";

// For XML, which has no way to say most of the control characters.
std::string Escape(absl::string_view text) {
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(),
      [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t'; }, '?');
  return absl::StrReplaceAll(plain, {{"&", "&amp;"},
                                     {"<", "&lt;"},
                                     {">", "&gt;"},
                                     {"\"", "&quot;"},
                                     {"\n", "&#10;"},
                                     {"\t", "&#9;"}});
}

std::string Unescape(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&amp;", "&"},
                                    {"&lt;", "<"},
                                    {"&gt;", ">"},
                                    {"&quot;", "\""},
                                    {"&#10;", "\n"},
                                    {"&#9;", "\t"}});
}

// Text of a student's program may be no UTF-8; XML must be.
std::string Utf8(absl::string_view text) {
  const nlohmann::json json = std::string(text);
  return nlohmann::json::parse(
      json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

bool Failed(const CheckResult& check) {
  return check.verdict != Verdict::kPass && check.verdict != Verdict::kSkipped;
}

std::string TestCase(const std::string& exercise, const CheckResult& check) {
  std::string inside;
  if (check.verdict == Verdict::kSkipped) {
    inside =
        absl::StrCat("<skipped message=\"", Escape(Utf8(check.got)), "\"/>");
  } else if (Failed(check)) {
    inside = absl::StrCat(
        "<failure type=\"", Name(check.verdict), "\" message=\"",
        Escape(Utf8(
            absl::StrCat("expected ", check.expected, ", got ", check.got))),
        "\">", Escape(Utf8(absl::StrCat(check.tried, "\n", check.where))),
        "</failure>");
  }
  return absl::StrCat("    <testcase classname=\"", Escape(exercise),
                      "\" name=\"", Escape(check.name), "\">", inside,
                      "</testcase>\n");
}

// ---- The record in it

// Nothing but ASCII, whatever the student's program printed.
std::string RecordJson(const TestRecord& record) {
  const nlohmann::json json = {
      {"result", nlohmann::json::parse(ToJson(record.result))},
      {"files", record.files},
      {"whole", record.whole}};
  return json.dump(/*indent=*/-1, ' ', /*ensure_ascii=*/true);
}

absl::Status Damaged(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the test's record is damaged: ", what));
}

absl::StatusOr<TestRecord> RecordFromJson(const std::string& text) {
  const nlohmann::json json =
      nlohmann::json::parse(text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Damaged("no JSON");
  const auto result = json.find("result");
  const auto files = json.find("files");
  const auto whole = json.find("whole");
  if (result == json.end()) return Damaged("it has no result");
  if (files == json.end() || !files->is_object()) {
    return Damaged("it has no files");
  }
  if (whole == json.end() || !whole->is_boolean()) {
    return Damaged("whole is not true or false");
  }
  absl::StatusOr<ExerciseResult> parsed = ResultFromJson(result->dump());
  if (!parsed.ok()) return Damaged(parsed.status().message());
  TestRecord record = {.result = *parsed, .whole = whole->get<bool>()};
  for (const auto& [name, hash] : files->items()) {
    if (!hash.is_string()) return Damaged(name);
    record.files[name] = hash.get<std::string>();
  }
  return record;
}

}  // namespace

FileHashes HashFiles(const std::filesystem::path& folder,
                     const std::vector<std::string>& names) {
  FileHashes hashes;
  for (const std::string& name : names) {
    std::ifstream file(folder / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) continue;
    hashes[name] = absl::BytesToHexString(lab::Sha256(text.str()));
  }
  return hashes;
}

std::string ToTestXml(const TestRecord& record) {
  const ExerciseResult& result = record.result;
  const auto count = [&result](auto what) {
    return std::count_if(result.checks.begin(), result.checks.end(), what);
  };
  const std::string counts =
      absl::StrCat("name=\"", Escape(result.exercise), "\" tests=\"",
                   result.checks.size(), "\" failures=\"", count(Failed),
                   "\" skipped=\"", count([](const CheckResult& c) {
                     return c.verdict == Verdict::kSkipped;
                   }),
                   "\" errors=\"0\"");
  std::string xml = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite ",
      counts, ">\n    <properties>", kBeforeRecord, Escape(RecordJson(record)),
      kAfterRecord, "</properties>\n");
  for (const CheckResult& check : result.checks) {
    xml += TestCase(result.exercise, check);
  }
  return xml + "  </testsuite>\n</testsuites>\n";
}

absl::StatusOr<TestRecord> RecordFromTestXml(absl::string_view xml) {
  const size_t before = xml.find(kBeforeRecord);
  if (before == absl::string_view::npos) {
    return absl::NotFoundError("the test did not come to its end");
  }
  xml.remove_prefix(before + kBeforeRecord.size());
  const size_t after = xml.find(kAfterRecord);
  if (after == absl::string_view::npos) return Damaged("it has no end");
  return RecordFromJson(Unescape(xml.substr(0, after)));
}

}  // namespace exercise
