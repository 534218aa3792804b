// SPDX-License-Identifier: Apache-2.0
//
// Colour for words that say the same without it.
//
//   out << paint.Good("done") << "\n";
//
// Thread safety: a value. Source: ECMA-48, "select graphic rendition".

#ifndef TOOLS_LAB_PAINT_H_
#define TOOLS_LAB_PAINT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lab_command {

class Paint {
 public:
  explicit Paint(bool color) : color_(color) {}

  std::string Strong(absl::string_view text) const { return In("1", text); }
  std::string Good(absl::string_view text) const { return In("32", text); }
  std::string Bad(absl::string_view text) const { return In("31", text); }
  std::string Open(absl::string_view text) const { return In("33", text); }

 private:
  std::string In(absl::string_view ansi, absl::string_view text) const;

  bool color_;
};

// What a student's program printed, without what would steer a terminal.
std::string Harmless(absl::string_view text);

}  // namespace lab_command

#endif  // TOOLS_LAB_PAINT_H_
