// SPDX-License-Identifier: Apache-2.0
//
// NewlineTranslator turns the line ends of every system into "\n", in text that
// comes piece by piece.
//
//   process::NewlineTranslator translate;
//   text += translate("one\r");    // "one\n"
//   text += translate("\ntwo\r");  // "two\n": the first "\n" belonged to "\r"
//
// Thread safety: one thread at a time.
//
// Source: "universal newlines" in Python's glossary, PEP 278.

#ifndef COMMON_PROCESS_NEWLINES_H_
#define COMMON_PROCESS_NEWLINES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace process {

class NewlineTranslator {
 public:
  // The piece with "\r\n" and "\r" as "\n", whatever the piece before ended in.
  // Nothing is held back for the next one. Valid until the next call.
  absl::string_view operator()(absl::string_view piece);

 private:
  std::string text_;
  bool after_return_ = false;  // the piece before ended in "\r"
};

}  // namespace process

#endif  // COMMON_PROCESS_NEWLINES_H_
