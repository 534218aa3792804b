// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/csv.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace grade {
namespace {

std::string Cell(const std::string& text) {
  if (text.find_first_of(",;\"\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string WriteCsv(const Table& table, char separator) {
  std::string text;
  for (const std::vector<std::string>& row : table) {
    absl::StrAppend(&text,
                    absl::StrJoin(row, absl::string_view(&separator, 1),
                                  [](std::string* out, const std::string& s) {
                                    absl::StrAppend(out, Cell(s));
                                  }),
                    "\r\n");
  }
  return text;
}

char SeparatorOf(absl::string_view text) {
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ',' || c == ';')) return c;
  }
  return ',';
}

absl::StatusOr<Table> ReadCsv(absl::string_view text) {
  absl::ConsumePrefix(&text, kByteOrderMark);
  const char separator = SeparatorOf(text);
  Table table;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false, begun = false;
  const auto end_row = [&] {
    row.push_back(std::exchange(cell, ""));
    table.push_back(std::exchange(row, {}));
    begun = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell.push_back(c);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell.push_back(c);
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = begun = true;
    } else if (c == separator) {
      row.push_back(std::exchange(cell, ""));
      begun = true;
    } else if (c == '\n' || c == '\r') {
      end_row();
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      cell.push_back(c);
      begun = true;
    }
  }
  if (quoted) return absl::InvalidArgumentError("a quote is not closed");
  if (begun) end_row();
  return table;
}

std::string HarmlessCell(absl::string_view text) {
  if (!text.empty() && absl::StrContains("=+-@\t\r", text[0])) {
    return absl::StrCat("'", text);
  }
  return std::string(text);
}

}  // namespace grade
