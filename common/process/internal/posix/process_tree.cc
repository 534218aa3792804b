// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/posix/descriptor.h"

namespace process::internal {
namespace {

struct DirectoryCloser {
  void operator()(DIR* directory) const { closedir(directory); }
};

struct Entry {
  pid_t parent = 0;
  char state =
      ' ';  // R runs, S and D wait, T is stopped, Z is dead; see proc(5)
};

// What `folder`, /proc/PID or that of one of its threads, says, from the text
// "PID (NAME) STATE PARENT ...". A name may hold blanks and brackets itself.
// Nothing if there is no such process.
std::optional<Entry> EntryOf(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/stat");
  const UniqueHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char text[512];
  const ssize_t size = file.is_open() ? read(Fd(file), text, sizeof(text)) : -1;
  if (size <= 0) return std::nullopt;
  const absl::string_view stat(text, size);
  const size_t name_end = stat.rfind(')');
  if (name_end == absl::string_view::npos) return std::nullopt;
  const std::vector<absl::string_view> fields =
      absl::StrSplit(stat.substr(name_end + 1), ' ', absl::SkipEmpty());
  Entry entry;
  if (fields.size() < 2 || !absl::SimpleAtoi(fields[1], &entry.parent)) {
    return std::nullopt;
  }
  entry.state = fields[0][0];
  return entry;
}

std::string FolderOf(pid_t pid) { return absl::StrCat("/proc/", pid); }

// By the numbers that are the names in `folder`: all processes in /proc, a
// process's threads in /proc/PID/task. Empty if there is no such folder.
using Listing = absl::btree_map<pid_t, Entry>;

Listing ListAll(const std::string& folder) {
  Listing listing;
  const std::unique_ptr<DIR, DirectoryCloser> names(opendir(folder.c_str()));
  if (names == nullptr) return listing;
  while (const dirent* name = readdir(names.get())) {
    pid_t pid;
    if (!absl::SimpleAtoi(name->d_name, &pid)) continue;
    if (const std::optional<Entry> entry =
            EntryOf(absl::StrCat(folder, "/", pid))) {
      listing[pid] = *entry;
    }
  }
  return listing;
}

// Returns 0 or the errno value.
int Signal(int pidfd, int signal) {
  return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0 ? 0
                                                                        : errno;
}

// Finds the descendants of `root`, and stops each as it is found so that it
// starts no others.
class Descendants {
 public:
  explicit Descendants(pid_t root) : root_(root) {}

  // Goes on until there is no new one and nobody who could still start one.
  // False if /proc could not be read.
  bool FindAndStop() {
    for (bool was_still = false;;) {
      const Listing listing = ListAll("/proc");
      if (!listing.contains(getpid())) return false;
      const bool grew = StopThoseIn(listing);
      if (!grew && was_still) return true;
      // A new child shows from the next listing on.
      was_still = AreStill();
      if (!was_still) sched_yield();
    }
  }

  // Even those that stopped for us: SIGKILL needs no one to go on first.
  void Kill() {
    for (const auto& [pid, pidfd] : found_) Signal(Fd(pidfd), SIGKILL);
  }

 private:
  bool StopThoseIn(const Listing& listing) {
    bool grew = false;
    for (const auto& [pid, entry] : listing) {
      if (found_.contains(pid)) continue;
      if (entry.parent != root_ && !found_.contains(entry.parent)) continue;
      grew = StopAndAdd(pid, entry.parent) || grew;
    }
    return grew;
  }

  // Adds `pid` if it still is the child of `parent`, which has been stopped or
  // has ended: between reading that and opening the pidfd the number may have
  // gone to a stranger.
  bool StopAndAdd(pid_t pid, pid_t parent) {
    UniqueHandle pidfd(syscall(SYS_pidfd_open, pid, 0));
    if (!pidfd.is_open()) return false;
    const std::optional<Entry> entry = EntryOf(FolderOf(pid));
    if (!entry.has_value() || entry->parent != parent) return false;
    Signal(Fd(pidfd), SIGSTOP);
    found_.emplace(pid, std::move(pidfd));
    return true;
  }

  // Whether they can't start others any more.
  bool AreStill() const {
    return IsStill(root_) &&
           std::all_of(found_.begin(), found_.end(),
                       [&](const auto& found) { return IsStill(found.first); });
  }

  // Every thread of it. A signal does not take hold at once: a fork() that has
  // begun ends first, and on a busy machine that may take its time. The limits
  // are for those that never stop: that we may not signal, that someone else
  // lets go on, or that wait (D) in vfork() for a child that we have stopped.
  bool IsStill(pid_t pid) const {
    const Listing threads = ListAll(FolderOf(pid) + "/task");
    return std::all_of(threads.begin(), threads.end(), [&](const auto& thread) {
      const char state = thread.second.state;
      if (state == 'R' || state == 'S') return patience_.past();
      if (state == 'D') return short_patience_.past();
      return true;
    });
  }

  const pid_t root_;
  // By number; the pidfds keep what a number means.
  absl::btree_map<pid_t, UniqueHandle> found_;
  const Deadline patience_ = Deadline(absl::Seconds(1));
  const Deadline short_patience_ = Deadline(absl::Milliseconds(50));
};

}  // namespace

bool KillDescendants(pid_t root, int root_pidfd) {
  // It has been reaped: its number may be someone else's, nobody's parents lead
  // to it any more.
  if (Signal(root_pidfd, SIGSTOP) == ESRCH) return true;
  Descendants descendants(root);
  const bool known = descendants.FindAndStop();
  descendants.Kill();
  return known;
}

}  // namespace process::internal
