// SPDX-License-Identifier: Apache-2.0
//
// All files of one hand-in, whatever they are wrapped in.
//
//   absl::StatusOr<grade::Contents> contents =
//       grade::ReadEntries(hand_in, assignment);
//   if (something_is_missing) {
//     absl::Status opened = grade::OpenArchivesWithin(*contents);
//   }
//
// No link is followed.
//
// Thread safety: as ReadArchive().

#ifndef TOOLS_GRADE_INGEST_READ_ENTRIES_H_
#define TOOLS_GRADE_INGEST_READ_ENTRIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/hand_ins.h"

namespace grade {

struct Contents {
  std::vector<Entry> entries = {};
  std::vector<std::string> notes = {};  // what could not be read
};

// An archive that was handed in is opened, those in it are not. A file that
// Canvas has given another name has that which `assignment` knows.
//
//   InvalidArgument  it holds too much, or an archive cannot be opened: the
//                    message is for the student
//   any other code   the machine's fault
absl::StatusOr<Contents> ReadEntries(const HandIn& hand_in,
                                     const Assignment& assignment);

// Whether an archive is among them.
bool HasArchives(const std::vector<Entry>& entries);

// Puts what is in each archive into its place: what lay in "work.zip" is called
// "work.zip/..." then. One that cannot be opened, holds too much or what
// Reject() rejects, stays as it is, with a note; so do archives in it.
//
//   any error  the machine's fault
absl::Status OpenArchivesWithin(Contents& contents);

// Why an entry, wherever it is, makes what it is in unfit: its name, or that it
// is a link, a device, or a program. Nothing if it doesn't.
std::optional<std::string> Reject(const Entry& entry);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_READ_ENTRIES_H_
