// SPDX-License-Identifier: Apache-2.0
//
// What Canvas calls the files of a bulk download:
//
//   NAME[_LATE]_USER_SUBMISSION_FILE       doejane_LATE_1234_56789_counter-1.h
//
// Thread safety: values and pure functions. Errors: none.
//
// Source: app/models/content_zipper.rb and app/models/attachment.rb of
// instructure/canvas-lms.

#ifndef TOOLS_GRADE_INGEST_CANVAS_NAME_H_
#define TOOLS_GRADE_INGEST_CANVAS_NAME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace grade {

struct CanvasName {
  std::string student = "";  // "doejane"
  bool late = false;
  std::string user = "";  // "1234": the gradebook's column "ID"
  std::string file = "";  // "counter-1.h"; may have underscores
};

// Nothing if it is no such name.
std::optional<CanvasName> ParseCanvasName(absl::string_view name);

// "counter-1.h" as "counter.h": who hands in again gets a number added to a
// file of the same name. Nothing if there is none.
std::optional<std::string> WithoutAttempt(absl::string_view file);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_CANVAS_NAME_H_
