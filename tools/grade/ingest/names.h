// SPDX-License-Identifier: Apache-2.0
//
// Names of files, of which strangers made some.
//
//   if (auto reason = grade::CheckName(grade::PlainName(entry.name))) {
//     return absl::StrCat(grade::ShownName(entry.name), " ", *reason);
//   }
//
// Thread safety: pure functions. Errors: none.

#ifndef TOOLS_GRADE_INGEST_NAMES_H_
#define TOOLS_GRADE_INGEST_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace grade {

// Why no file may be called so: it is absolute, leads upwards, has a drive, a
// colon, a control character, is no UTF-8, or is too long. Nothing if it may.
std::optional<std::string> CheckName(absl::string_view name);

// With "/" between its parts, and without "./" before and "/" after them.
std::string PlainName(absl::string_view name);

// In quotes, fit for a message: no byte that a terminal obeys, UTF-8 in any
// case, and not too long.
std::string ShownName(absl::string_view name);

// Left behind by file managers; never a student's. The second: any part of it.
bool IsClutter(absl::string_view name);
bool IsClutterPath(absl::string_view path);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_NAMES_H_
