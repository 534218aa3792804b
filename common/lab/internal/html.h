// SPDX-License-Identifier: Apache-2.0
//
// Text and numbers for an HTML page in UTF-8.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_INTERNAL_HTML_H_
#define COMMON_LAB_INTERNAL_HTML_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lab {

// `text` as it must stand in an element or between the quotes of an attribute
// to be read as that text.
std::string EscapeHtml(absl::string_view text);

// "41.2 ms" as FormatSeconds() says it, with a true "µ" and a space that lines
// don't break at.
std::string SecondsInHtml(double seconds);

// "2.00x", or "∞" for what is infinite.
std::string RatioInHtml(double ratio);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_HTML_H_
