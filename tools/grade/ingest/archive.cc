// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/archive.h"

#include <signal.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/find_executable.h"
#include "tools/grade/jail/jail.h"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

constexpr std::array<absl::string_view, 10> kEndings = {
    ".zip",     ".tar",  ".tgz", ".tar.gz", ".tar.xz",
    ".tar.bz2", ".tbz2", ".txz", ".tbz",    ".tar.zst"};

// ---- cpio -------------------------------------------------------------------

constexpr absl::string_view kMagic = "070701";
constexpr absl::string_view kLastName = "TRAILER!!!";
constexpr size_t kHeader = 110;

struct Header {
  uint64_t mode = 0;
  uint64_t size = 0;
  uint64_t name_size = 0;
};

absl::Status Broken() {
  return absl::InvalidArgumentError("the archive is broken");
}

std::optional<Header> ReadHeader(absl::string_view bytes) {
  if (bytes.size() < kHeader || !absl::StartsWith(bytes, kMagic)) {
    return std::nullopt;
  }
  // Thirteen numbers of eight digits: mode is number 1, size 6, name size 11.
  const auto number = [&](size_t index, uint64_t& value) {
    return absl::SimpleHexAtoi(bytes.substr(kMagic.size() + 8 * index, 8),
                               &value);
  };
  Header header;
  if (!number(1, header.mode) || !number(6, header.size) ||
      !number(11, header.name_size) || header.name_size == 0) {
    return std::nullopt;
  }
  return header;
}

size_t RoundUp(size_t offset) { return (offset + 3) & ~size_t{3}; }

EntryKind KindOf(uint64_t mode) {
  switch (mode & 0170000) {
    case 0100000:
      return EntryKind::kFile;
    case 0040000:
      return EntryKind::kFolder;
    case 0120000:
    case 0:  // bsdtar gives a hard link no kind
      return EntryKind::kLink;
    default:
      return EntryKind::kOther;
  }
}

// ---- The jail ---------------------------------------------------------------

JailOptions UnpackingJail(const std::filesystem::path& archive,
                          const Bulk& bulk) {
  JailOptions options;
  options.limits.cpu = absl::Seconds(20);
  options.limits.wall = absl::Minutes(5);  // the machine may be busy
  options.limits.memory = int64_t{512} << 20;
  options.limits.processes = 8;
  // Headers and names come on top.
  options.limits.output =
      bulk.unpacked_bytes + static_cast<int64_t>(bulk.entries) * 1024;
  // Names that are not ASCII are not lost.
  options.env = {{"LC_ALL", "C.UTF-8"}};
  options.files = {{archive.string(), "/archive"}};
  return options;
}

// What a student is told of bsdtar's words.
absl::Status Unreadable(absl::string_view errors) {
  std::string line(
      absl::StripAsciiWhitespace(errors.substr(0, errors.find('\n'))));
  if (line.empty()) line = "no archive that bsdtar knows";
  return absl::InvalidArgumentError(
      absl::StrCat("the archive cannot be unpacked: ", line));
}

absl::Status Judge(const JailReport& report, absl::string_view errors) {
  switch (report.end) {
    case JailEnd::kExited:
      return report.status.ok() ? absl::OkStatus() : Unreadable(errors);
    case JailEnd::kOutputLimit:
      return HoldsTooMuch();
    case JailEnd::kNotStarted:
      return absl::UnavailableError(report.detail);
    case JailEnd::kSignaled:
      // No archive does that: the system was out of memory, or somebody.
      if (report.status.term_signal() == SIGKILL) {
        return absl::UnavailableError("bsdtar was killed");
      }
      return Unreadable("bsdtar crashed");
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("unpacking the archive was stopped: ", Name(report.end),
                       " ", report.detail));
  }
}

}  // namespace

absl::Status HoldsTooMuch() {
  const Bulk most;
  return absl::InvalidArgumentError(
      absl::StrCat("the submission holds more than ", most.unpacked_bytes >> 20,
                   " MiB, or more than ", most.entries, " files"));
}

bool IsArchiveName(absl::string_view file_name) {
  const std::string lower = absl::AsciiStrToLower(file_name);
  for (absl::string_view ending : kEndings) {
    if (absl::EndsWith(lower, ending)) return true;
  }
  return false;
}

absl::StatusOr<std::vector<Entry>> ReadCpio(absl::string_view bytes,
                                            const Bulk& bulk) {
  std::vector<Entry> entries;
  int64_t total = 0;
  for (;;) {
    const std::optional<Header> header = ReadHeader(bytes);
    if (!header.has_value()) return Broken();
    const size_t name_end = kHeader + header->name_size;
    const size_t data = RoundUp(name_end);
    if (name_end > bytes.size() || data > bytes.size() ||
        header->size > bytes.size() - data) {
      return Broken();
    }
    Entry entry;
    // Without the NUL byte at its end.
    entry.name = std::string(bytes.substr(kHeader, header->name_size - 1));
    if (entry.name == kLastName) return entries;
    entry.kind = KindOf(header->mode);
    entry.contents = std::string(bytes.substr(data, header->size));
    total += static_cast<int64_t>(header->size);
    entries.push_back(std::move(entry));
    if (entries.size() > bulk.entries || total > bulk.unpacked_bytes) {
      return HoldsTooMuch();
    }
    const size_t next = RoundUp(data + header->size);
    if (next > bytes.size()) return Broken();
    bytes.remove_prefix(next);
  }
}

absl::StatusOr<std::vector<Entry>> ReadArchive(
    const std::filesystem::path& archive, const Bulk& bulk) {
  std::error_code error;
  const auto size = std::filesystem::file_size(archive, error);
  if (error) return absl::NotFoundError(archive.string());
  if (size > static_cast<uintmax_t>(bulk.archive_bytes)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the archive is larger than ", bulk.archive_bytes >> 20, " MiB"));
  }
  const absl::StatusOr<std::string> bsdtar = process::FindExecutable("bsdtar");
  if (!bsdtar.ok()) {
    return absl::UnavailableError(
        "bsdtar is missing; tools/setup --grading installs it");
  }
  std::string cpio;
  std::string errors;
  const absl::StatusOr<JailReport> report = RunInJail(
      // -P: names come as they are, be they ever so odd.
      {*bsdtar, "-P", "--format=newc", "-cf", "-", "@/archive"},
      UnpackingJail(archive, bulk),
      [&](process::OutputStream stream, absl::string_view piece) {
        (stream == process::OutputStream::kOut ? cpio : errors).append(piece);
        return true;
      });
  if (!report.ok()) return absl::UnavailableError(report.status().message());
  if (absl::Status judged = Judge(*report, errors); !judged.ok()) {
    return judged;
  }
  return ReadCpio(cpio, bulk);
}

}  // namespace grade
