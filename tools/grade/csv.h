// SPDX-License-Identifier: Apache-2.0
//
// Tables as text, as RFC 4180 has them.
//
//   std::string text = grade::WriteCsv({{"student", "points"}, {"Doe, J.",
//   "7"}}); absl::StatusOr<grade::Table> table = grade::ReadCsv(text);
//
// Thread safety: pure functions.
//
// Source: RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection

#ifndef TOOLS_GRADE_CSV_H_
#define TOOLS_GRADE_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace grade {

using Table = std::vector<std::vector<std::string>>;

// With line ends and quotes as RFC 4180 has them.
std::string WriteCsv(const Table& table, char separator = ',');

// What is between the cells of `text`: the first comma or semicolon in it that
// no cell has in quotes.
char SeparatorOf(absl::string_view text);

// Before text in UTF-8 it tells some spreadsheets which names have umlauts.
inline constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// Takes either separator, line ends of all systems, a byte order mark.
//
//   InvalidArgument  a quote that is not closed
absl::StatusOr<Table> ReadCsv(absl::string_view text);

// Text that comes from students, for a cell: a spreadsheet would run as a
// formula what begins with = + - @, a tab or a return, so these get a quote.
std::string HarmlessCell(absl::string_view text);

}  // namespace grade

#endif  // TOOLS_GRADE_CSV_H_
