// SPDX-License-Identifier: Apache-2.0
//
// A page in one file: its look, its text, its data and the one script that may
// run in it. It fetches nothing.
//
// Thread safety: pure functions. Errors: none.
//
// Source: Content Security Policy Level 3, www.w3.org/TR/CSP3.

#ifndef COMMON_LAB_INTERNAL_HTML_PAGE_H_
#define COMMON_LAB_INTERNAL_HTML_PAGE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json_fwd.hpp"

namespace lab {

struct PageParts {
  absl::string_view title;        // text
  absl::string_view style = "";   // CSS, beside that of every report
  absl::string_view main;         // HTML, after the title
  absl::string_view end = "";     // HTML after that: a footer, data
  absl::string_view script = "";  // JavaScript, after all that it works on
};

// A policy in the page lets a browser fetch nothing, and run only this script,
// by its hash: a text that got through as markup could still run nothing.
std::string HtmlPage(const PageParts& parts);

// An element that holds data for a script, or for a program that reads the
// page. `indent`: of the text, -1 for one line.
std::string DataElement(const nlohmann::json& data, absl::string_view id,
                        int indent = -1);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_HTML_PAGE_H_
