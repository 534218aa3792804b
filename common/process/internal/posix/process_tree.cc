// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"
#include "common/process/internal/posix/descriptor.h"

namespace process::internal {
namespace {

struct DirectoryCloser {
  void operator()(DIR* directory) const { closedir(directory); }
};

// The parent of `pid`, from the text "PID (NAME) STATE PARENT ...". A name may
// hold blanks and brackets itself. Nothing if there is no such process.
std::optional<pid_t> ParentOf(pid_t pid) {
  const std::string path = absl::StrCat("/proc/", pid, "/stat");
  const UniqueHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char text[512];
  const ssize_t size = file.is_open() ? read(Fd(file), text, sizeof(text)) : -1;
  if (size <= 0) return std::nullopt;
  const absl::string_view stat(text, size);
  const size_t name_end = stat.rfind(')');
  if (name_end == absl::string_view::npos) return std::nullopt;
  const std::vector<absl::string_view> fields =
      absl::StrSplit(stat.substr(name_end + 1), ' ', absl::SkipEmpty());
  pid_t parent;
  if (fields.size() < 2 || !absl::SimpleAtoi(fields[1], &parent)) {
    return std::nullopt;
  }
  return parent;
}

// All processes there are, with their parents. Empty without a /proc.
absl::flat_hash_map<pid_t, pid_t> AllParents() {
  absl::flat_hash_map<pid_t, pid_t> parents;
  const std::unique_ptr<DIR, DirectoryCloser> proc(opendir("/proc"));
  if (proc == nullptr) return parents;
  while (const dirent* entry = readdir(proc.get())) {
    pid_t pid;
    if (!absl::SimpleAtoi(entry->d_name, &pid)) continue;
    if (const std::optional<pid_t> parent = ParentOf(pid)) {
      parents[pid] = *parent;
    }
  }
  return parents;
}

// Returns 0 or the errno value.
int Signal(int pidfd, int signal) {
  return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0 ? 0
                                                                        : errno;
}

// The processes found, by number; the pidfds keep what a number means.
using Found = absl::flat_hash_map<pid_t, UniqueHandle>;

// Adds `pid` if it still is the child of `parent`, which has been stopped or
// has ended: between reading that and opening the pidfd the number may have
// gone to a stranger.
bool StopAndAdd(pid_t pid, pid_t parent, Found& found) {
  UniqueHandle pidfd(syscall(SYS_pidfd_open, pid, 0));
  if (!pidfd.is_open() || ParentOf(pid) != parent) return false;
  Signal(Fd(pidfd), SIGSTOP);
  found.emplace(pid, std::move(pidfd));
  return true;
}

}  // namespace

bool KillDescendants(pid_t root, int root_pidfd) {
  // It has been reaped: its number may be someone else's, nobody's parents lead
  // to it any more.
  if (Signal(root_pidfd, SIGSTOP) == ESRCH) return true;
  Found found;
  bool readable = false;
  for (bool grew = true; grew;) {
    grew = false;
    const absl::flat_hash_map<pid_t, pid_t> parents = AllParents();
    readable = parents.contains(getpid());
    for (const auto& [pid, parent] : parents) {
      if (found.contains(pid)) continue;
      if (parent != root && !found.contains(parent)) continue;
      grew = StopAndAdd(pid, parent, found) || grew;
    }
  }
  // Even those that stopped for us: SIGKILL needs no one to go on first.
  for (const auto& [pid, pidfd] : found) Signal(Fd(pidfd), SIGKILL);
  return readable;
}

}  // namespace process::internal
