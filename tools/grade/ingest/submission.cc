// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/submission.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/lab/internal/sha256.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/hand_ins.h"
#include "tools/grade/ingest/names.h"
#include "tools/grade/ingest/read_entries.h"
#include "tools/grade/ingest/text.h"

namespace grade {
namespace {

constexpr size_t kLargestFile = size_t{1} << 20;

// How many of the last parts of the two paths are the same.
size_t CommonEnd(absl::string_view a, absl::string_view b) {
  const std::vector<absl::string_view> left = absl::StrSplit(a, '/');
  const std::vector<absl::string_view> right = absl::StrSplit(b, '/');
  size_t same = 0;
  while (same < left.size() && same < right.size() &&
         left[left.size() - 1 - same] == right[right.size() - 1 - same]) {
    ++same;
  }
  return same;
}

// Several exercises may have a file of this name.
bool IsUnique(const std::string& file, const Assignment& assignment) {
  int count = 0;
  for (const Exercise& exercise : assignment) {
    count += static_cast<int>(
        std::count(exercise.files.begin(), exercise.files.end(), file));
  }
  return count == 1;
}

// Line ends and the like don't count.
bool Differ(const Entry& a, const Entry& b) {
  if (a.contents == b.contents) return false;
  const absl::StatusOr<std::string> left = PlainText(a.contents);
  const absl::StatusOr<std::string> right = PlainText(b.contents);
  return !left.ok() || !right.ok() || *left != *right;
}

bool IsWhole(const Submission& submission) {
  return absl::c_all_of(submission.answers, [](const auto& answer) {
    return answer.second.missing.empty();
  });
}

struct Match {
  const Entry* entry = nullptr;
  const Entry* other = nullptr;  // may be meant as well, and differs
};

// The entry that is meant by `file` of `exercise`: the one whose path has most
// in common with where the file belongs.
Match Find(const std::vector<Entry>& entries, const Exercise& exercise,
           const std::string& file, const Assignment& assignment) {
  const std::string wanted = absl::StrCat(exercise.package, "/", file);
  const size_t own_parts = CommonEnd(file, file);
  const size_t least = IsUnique(file, assignment) ? own_parts : own_parts + 1;
  Match best;
  size_t most = 0;
  for (const Entry& entry : entries) {
    const std::string name = PlainName(entry.name);
    if (entry.kind != EntryKind::kFile || IsClutterPath(name)) continue;
    const size_t same = CommonEnd(name, wanted);
    if (same < least || same < most) continue;
    if (same > most) {
      best = {};
    } else if (Differ(*best.entry, entry)) {
      best.other = best.entry;
    }
    best.entry = &entry;
    most = same;
  }
  return best;
}

size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// What is missing, and the file that may have been meant.
std::string Missing(const std::vector<Entry>& entries, const Exercise& exercise,
                    const std::string& file) {
  std::string text = absl::StrCat(exercise.package, "/", file);
  const std::string lower = absl::AsciiStrToLower(file);
  constexpr size_t kFar = 5;
  size_t nearest = kFar;
  std::string meant;
  for (const Entry& entry : entries) {
    const std::string name = PlainName(entry.name);
    if (entry.kind != EntryKind::kFile || IsClutterPath(name)) continue;
    const std::string base = std::filesystem::path(name).filename().string();
    const size_t distance =
        EditDistance(absl::AsciiStrToLower(base.substr(0, 64)), lower);
    if (distance < nearest && base != file) {
      nearest = distance;
      meant = name;
    }
  }
  if (!meant.empty()) {
    absl::StrAppend(&text, " (there is ", ShownName(meant),
                    ": was that meant?)");
  }
  return text;
}

void TakeFile(const Entry& entry, const std::string& file, Answer& answer) {
  if (entry.contents.size() > kLargestFile) {
    answer.missing.push_back(absl::StrCat(file, " (it is larger than 1 MiB)"));
    return;
  }
  absl::StatusOr<std::string> text = PlainText(entry.contents);
  if (!text.ok()) {
    answer.missing.push_back(
        absl::StrCat(file, " (", text.status().message(), ")"));
    return;
  }
  if (absl::StripAsciiWhitespace(*text).empty()) {
    answer.missing.push_back(absl::StrCat(file, " (it is empty)"));
    return;
  }
  answer.files[file] = *std::move(text);
}

}  // namespace

std::string ContentHash(const Answer& answer) {
  std::string all;
  for (const auto& [name, text] : answer.files) {
    absl::StrAppend(&all, name, absl::string_view("\0", 1), text.size(),
                    absl::string_view("\0", 1), text);
  }
  return absl::BytesToHexString(lab::Sha256(all));
}

Submission Sort(const std::vector<Entry>& entries,
                const Assignment& assignment) {
  Submission submission;
  for (const Entry& entry : entries) {
    if (auto reason = Reject(entry)) {
      submission.rejected = std::move(reason);
      return submission;
    }
  }
  std::set<const Entry*> used;
  for (const Exercise& exercise : assignment) {
    Answer& answer = submission.answers[exercise.id];
    for (const std::string& file : exercise.files) {
      const Match match = Find(entries, exercise, file, assignment);
      if (match.other != nullptr) {
        submission.rejected =
            absl::StrCat("several files could be ", exercise.package, "/", file,
                         ", and they differ: ", ShownName(match.other->name),
                         " and ", ShownName(match.entry->name));
        return submission;
      }
      if (match.entry == nullptr) {
        answer.missing.push_back(Missing(entries, exercise, file));
        continue;
      }
      used.insert(match.entry);
      TakeFile(*match.entry, file, answer);
    }
  }
  size_t unused = 0;
  for (const Entry& entry : entries) {
    unused += entry.kind == EntryKind::kFile && !used.contains(&entry) &&
              !IsClutterPath(PlainName(entry.name));
  }
  if (unused > 0) {
    submission.notes.push_back(
        absl::StrCat(unused,
                     " files that the assignment does not ask for were "
                     "left out"));
  }
  return submission;
}

absl::StatusOr<Submission> Collect(const HandIn& hand_in,
                                   const Assignment& assignment) {
  Submission submission;
  absl::StatusOr<Contents> contents = ReadEntries(hand_in, assignment);
  if (absl::IsInvalidArgument(contents.status())) {
    submission.rejected = std::string(contents.status().message());
  } else if (!contents.ok()) {
    return contents.status();
  } else {
    submission = Sort(contents->entries, assignment);
    // One that nobody needs may be an old one.
    if (!submission.rejected.has_value() && !IsWhole(submission) &&
        HasArchives(contents->entries)) {
      const absl::Status opened = OpenArchivesWithin(*contents);
      if (!opened.ok()) return opened;
      submission = Sort(contents->entries, assignment);
    }
    absl::c_copy(contents->notes, std::back_inserter(submission.notes));
  }
  submission.hand_in = hand_in;
  return submission;
}

}  // namespace grade
