// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/html.h"

#include <cmath>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/lab/text.h"

namespace lab {

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"\"", "&quot;"},
                                    {"'", "&#39;"}});
}

std::string SecondsInHtml(double seconds) {
  return absl::StrReplaceAll(FormatSeconds(seconds),
                             {{" us", "&nbsp;µs"}, {" ", "&nbsp;"}});
}

std::string RatioInHtml(double ratio) {
  return std::isinf(ratio) ? "∞" : absl::StrFormat("%.2fx", ratio);
}

}  // namespace lab
