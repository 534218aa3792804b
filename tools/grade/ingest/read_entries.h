// SPDX-License-Identifier: Apache-2.0
//
// All files of one hand-in, whatever they are wrapped in.
//
//   absl::StatusOr<grade::Contents> contents =
//       grade::ReadEntries(hand_in, assignment);
//
// No link is followed. Archives are opened, also those that lie in a folder or
// in an archive; but not those within such a one.
//
// Thread safety: as ReadArchive().

#ifndef TOOLS_GRADE_INGEST_READ_ENTRIES_H_
#define TOOLS_GRADE_INGEST_READ_ENTRIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/hand_ins.h"

namespace grade {

struct Contents {
  // What lay in "work.zip" is called "work.zip/...".
  std::vector<Entry> entries = {};
  std::vector<std::string> notes = {};  // of archives that could not be opened
};

// A file that Canvas has given another name has that which `assignment` knows.
//
//   InvalidArgument  it holds too much, an archive that is all there is cannot
//                    be opened, or one holds what Reject() rejects: the message
//                    is for the student
//   any other code   the machine's fault
absl::StatusOr<Contents> ReadEntries(const HandIn& hand_in,
                                     const Assignment& assignment);

// Why an entry, wherever it is, makes the submission unfit: its name, or that
// it is a link, a device, or a program. Nothing if it doesn't.
std::optional<std::string> Reject(const Entry& entry);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_READ_ENTRIES_H_
