// SPDX-License-Identifier: Apache-2.0
//
// Collector gathers what one stream brings: translated if it is text, up to a
// limit.
//
// Thread safety: one thread at a time.

#ifndef COMMON_PROCESS_INTERNAL_COLLECTOR_H_
#define COMMON_PROCESS_INTERNAL_COLLECTOR_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/process/communicate.h"
#include "common/process/newlines.h"

namespace process::internal {

class Collector {
 public:
  // The stream's next bytes as the caller shall see them; what is beyond the
  // limit is cut off, and truncated() from then on. Valid until the next call.
  absl::string_view Admit(absl::string_view bytes,
                          const CommunicateOptions& options);

  // Adds to the text. Large texts are moved about as seldom as can be.
  void Keep(absl::string_view bytes);

  bool truncated() const { return truncated_; }
  const std::string& text() const { return text_; }
  std::string TakeText() { return std::exchange(text_, std::string()); }

 private:
  NewlineTranslator translate_;
  size_t admitted_ = 0;
  bool truncated_ = false;
  std::string text_;
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_COLLECTOR_H_
