// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/paint.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace lab_command {

std::string Paint::In(absl::string_view ansi, absl::string_view text) const {
  if (!color_) return std::string(text);
  return absl::StrCat("\033[", ansi, "m", text, "\033[0m");
}

std::string Harmless(absl::string_view text) {
  std::string harmless(text);
  std::replace_if(
      harmless.begin(), harmless.end(),
      [](unsigned char c) {
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
      },
      '?');
  return harmless;
}

}  // namespace lab_command
