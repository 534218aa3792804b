// SPDX-License-Identifier: Apache-2.0
//
// Source files as students' editors leave them, made plain: UTF-8 without a
// byte order mark, lines that end with "\n", the last one included.
//
//   absl::StatusOr<std::string> text = grade::PlainText(bytes);
//
// Thread safety: pure functions.

#ifndef TOOLS_GRADE_INGEST_TEXT_H_
#define TOOLS_GRADE_INGEST_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace grade {

// Takes UTF-8 with and without a byte order mark, UTF-16 with one, and line
// ends of Unix, Windows and old Macs. Bytes that are no UTF-8 stay as they are:
// the compiler will tell.
//
//   InvalidArgument  not text: a program, an archive, UTF-16 that is broken
absl::StatusOr<std::string> PlainText(absl::string_view bytes);

// Whether these bytes begin as an object file, a library or a program does.
bool IsBinary(absl::string_view bytes);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_TEXT_H_
