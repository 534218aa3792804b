// SPDX-License-Identifier: Apache-2.0
//
// What is in an archive that a stranger made. bsdtar unpacks it in the jail, so
// that neither a hole in it nor a bomb reaches this machine, and nothing is
// written to disk here.
//
//   absl::StatusOr<std::vector<grade::Entry>> entries =
//       grade::ReadArchive("alice.zip", {});
//
// Thread safety: as RunInJail().
//
// Source: bsdtar(1); cpio(5) for the "new ASCII format", which bsdtar
// translates every archive to.

#ifndef TOOLS_GRADE_INGEST_ARCHIVE_H_
#define TOOLS_GRADE_INGEST_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace grade {

enum class EntryKind { kFile, kFolder, kLink, kOther };

struct Entry {
  std::string name = "";  // as it stands in the archive
  EntryKind kind = EntryKind::kFile;
  std::string contents = "";  // of a kFile; of a link, where it leads
};

// How much a submission may hold.
struct Bulk {
  int64_t archive_bytes = int64_t{32} << 20;   // before it is unpacked
  int64_t unpacked_bytes = int64_t{32} << 20;  // all of it together
  size_t entries = 2000;
};

// Whether the name is one of an archive: .zip, .tar, .tgz, .tar.gz, .tar.xz,
// .tar.bz2, .txz, .tbz2, .tar.zst.
bool IsArchiveName(absl::string_view file_name);

// All entries in their order. Their names are not checked: see CheckName().
//
//   InvalidArgument  no archive, a broken one, or one that holds too much: the
//                    message is for the student
//   any other code   the machine's fault
absl::StatusOr<std::vector<Entry>> ReadArchive(
    const std::filesystem::path& archive, const Bulk& bulk);

// InvalidArgument, for the student: a submission holds more than a Bulk.
absl::Status HoldsTooMuch();

// The entries of a cpio archive in the new ASCII format.
//
//   InvalidArgument  it is none, or it holds too much
absl::StatusOr<std::vector<Entry>> ReadCpio(absl::string_view bytes,
                                            const Bulk& bulk);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_ARCHIVE_H_
