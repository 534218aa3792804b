// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/color_wanted.h"

#include "absl/strings/string_view.h"

namespace lab::internal {

bool ColorWanted(const char* no_color, const char* term) {
  return absl::NullSafeStringView(no_color).empty() &&
         absl::NullSafeStringView(term) != "dumb";
}

}  // namespace lab::internal
