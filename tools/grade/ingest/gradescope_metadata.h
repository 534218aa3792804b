// SPDX-License-Identifier: Apache-2.0
//
// The submission_metadata.yml of Gradescope's export: who handed in which
// folder.
//
//   submission_11:
//     :submitters:
//     - :name: Jane Doe
//       :sid: '4711'
//       :email: jane@example.org
//     - :name: John Roe            of a group each member is listed
//     :created_at: 2026-01-01
//
// What stands further in is not looked at: there are earlier submissions, and
// what students' programs printed.
//
// Thread safety: values and pure functions. Errors: none; a file of another
// form names nobody, or folders without anybody.
//
// Source: exports that others describe; Gradescope has not published the form.

#ifndef TOOLS_GRADE_INGEST_GRADESCOPE_METADATA_H_
#define TOOLS_GRADE_INGEST_GRADESCOPE_METADATA_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace grade {

struct Submitter {
  std::string name = "";
  std::string id = "";  // the sid, or the e-mail address of who has none
};

// By the folder's name.
std::map<std::string, std::vector<Submitter>> ReadGradescopeMetadata(
    absl::string_view yaml);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_GRADESCOPE_METADATA_H_
