// SPDX-License-Identifier: Apache-2.0

#include "common/lab/text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace lab {
namespace {

std::string WrapParagraph(absl::string_view paragraph, absl::string_view indent,
                          size_t width) {
  std::string wrapped;
  std::string line;
  for (absl::string_view word :
       absl::StrSplit(paragraph, absl::ByAnyChar(" \n\t"), absl::SkipEmpty())) {
    bool fits = indent.size() + line.size() + 1 + word.size() <= width;
    if (!line.empty() && !fits) {
      absl::StrAppend(&wrapped, indent, line, "\n");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) absl::StrAppend(&wrapped, indent, line, "\n");
  return wrapped;
}

}  // namespace

std::string Wrap(absl::string_view text, const WrapOptions& options) {
  const size_t width = std::max(options.width, 20);
  std::vector<std::string> paragraphs;
  for (absl::string_view paragraph : absl::StrSplit(text, "\n\n")) {
    paragraphs.push_back(WrapParagraph(paragraph, options.indent, width));
  }
  std::string wrapped;
  for (const std::string& paragraph : paragraphs) {
    if (paragraph.empty()) continue;
    absl::StrAppend(&wrapped, wrapped.empty() ? "" : "\n", paragraph);
  }
  return wrapped;
}

bool WrapKeepsWords(absl::string_view text) {
  return !text.empty() && text.find_first_of("\n\t") == text.npos &&
         !absl::StrContains(text, "  ") && !text.starts_with(' ') &&
         !text.ends_with(' ');
}

std::string Indent(absl::string_view text, absl::string_view indent) {
  std::string indented;
  if (text.empty()) return indented;
  absl::ConsumeSuffix(&text, "\n");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&indented, line.empty() ? "" : indent, line, "\n");
  }
  return indented;
}

std::string FormatSeconds(double seconds) {
  struct Unit {
    const char* name;
    double in_seconds;
  };
  constexpr Unit kUnits[] = {
      {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"ns", 1e-9}};
  for (const Unit& unit : kUnits) {
    double value = seconds / unit.in_seconds;
    // 0.9995 of a unit would print as 1000 of the next smaller one.
    if (value < 0.9995 && &unit != &kUnits[3]) continue;
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return absl::StrFormat("%.*f %s", decimals, value, unit.name);
  }
  return "";
}

}  // namespace lab
