// SPDX-License-Identifier: Apache-2.0

#include "common/process/newlines.h"

#include <cstddef>

#include "absl/strings/string_view.h"

namespace process {

absl::string_view NewlineTranslator::operator()(absl::string_view piece) {
  if (piece.empty()) return piece;
  if (after_return_ && piece.front() == '\n') piece.remove_prefix(1);
  after_return_ = !piece.empty() && piece.back() == '\r';
  size_t end = piece.find('\r');
  if (end == absl::string_view::npos) return piece;  // as most text is
  text_.clear();
  while (end != absl::string_view::npos) {
    text_.append(piece.data(), end);
    text_.push_back('\n');
    piece.remove_prefix(end + 1);
    if (!piece.empty() && piece.front() == '\n') piece.remove_prefix(1);
    end = piece.find('\r');
  }
  text_.append(piece.data(), piece.size());
  return text_;
}

}  // namespace process
