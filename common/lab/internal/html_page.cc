// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/html_page.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/report_style.h"
#include "common/lab/internal/sha256.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

// 'unsafe-inline' would let any script run that stands in the page.
std::string SecurityPolicy(absl::string_view script) {
  std::string policy = "default-src 'none'; style-src 'unsafe-inline'";
  if (script.empty()) return policy;
  return absl::StrCat(policy, "; script-src 'sha256-",
                      absl::Base64Escape(Sha256(script)), "'");
}

}  // namespace

std::string HtmlPage(const PageParts& parts) {
  const std::string title = EscapeHtml(parts.title);
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"",
      SecurityPolicy(parts.script),
      "\">\n"
      "<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<title>",
      title, "</title>\n<style>", kReportStyle, parts.style,
      "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n", parts.main,
      "</main>\n", parts.end,
      parts.script.empty()
          ? ""
          : absl::StrCat("<script>", parts.script, "</script>\n"),
      "</body>\n</html>\n");
}

std::string DataElement(const nlohmann::json& data, absl::string_view id,
                        int indent) {
  // Text that is no UTF-8 must not lose the rest.
  const std::string json =
      data.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
  // "<" stands in texts alone; no text can end the script element.
  return absl::StrCat("<script type=\"application/json\" id=\"", id, "\">\n",
                      absl::StrReplaceAll(json, {{"<", "\\u003c"}}),
                      "\n</script>\n");
}

}  // namespace lab
