// SPDX-License-Identifier: Apache-2.0
//
// Text for a terminal of 80 columns: wrapped paragraphs and short numbers.
//
//   std::cout << lab::Wrap("A long sentence ...", {.indent = "    "});
//   std::cout << lab::FormatSeconds(0.0412);                    // "41.2 ms"
//
// Thread safety: pure functions. Errors: none; any input gives some text.

#ifndef COMMON_LAB_TEXT_H_
#define COMMON_LAB_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lab {

// The width that every demo and table keeps to.
inline constexpr int kColumns = 80;

struct WrapOptions {
  std::string indent = "";  // before every line
  int width = kColumns;     // in bytes, indent included; at least 20
};

// Breaks `text` at spaces so that lines fit the width; runs of white space
// count as one space. A blank line in `text` stays one. A word that is longer
// than a line gets a line of its own. Every line ends in '\n'.
std::string Wrap(absl::string_view text, const WrapOptions& options = {});

// Whether Wrap() does no more to `text` than to break it: it is not empty, and
// has no white space but single spaces between words.
bool WrapKeepsWords(absl::string_view text);

// Puts `indent` before every line of `text` and breaks none. Ends in '\n'
// unless `text` is empty.
std::string Indent(absl::string_view text, absl::string_view indent);

// Three significant digits and a unit: "41.2 ms", "501 ms", "1.25 s", "730 ns".
std::string FormatSeconds(double seconds);

}  // namespace lab

#endif  // COMMON_LAB_TEXT_H_
