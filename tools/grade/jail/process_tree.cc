// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace grade {
namespace {

// Files of /proc have no size: read until the end.
std::optional<std::string> ReadAll(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string contents;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = read(file, buffer, sizeof(buffer))) > 0) {
    contents.append(buffer, static_cast<size_t>(got));
  }
  close(file);
  if (got < 0) return std::nullopt;
  return contents;
}

std::vector<int64_t> NumbersIn(const std::string& folder) {
  std::vector<int64_t> numbers;
  DIR* const open_folder = opendir(folder.c_str());
  if (open_folder == nullptr) return numbers;
  while (const dirent* entry = readdir(open_folder)) {
    int64_t number = 0;
    if (absl::SimpleAtoi(entry->d_name, &number)) numbers.push_back(number);
  }
  closedir(open_folder);
  return numbers;
}

std::vector<int64_t> ChildrenOf(int64_t pid) {
  std::vector<int64_t> children;
  const std::string tasks = absl::StrCat("/proc/", pid, "/task");
  for (int64_t thread : NumbersIn(tasks)) {
    const auto list = ReadAll(absl::StrCat(tasks, "/", thread, "/children"));
    for (absl::string_view word :
         absl::StrSplit(list.value_or(""), ' ', absl::SkipWhitespace())) {
      int64_t child = 0;
      if (absl::SimpleAtoi(word, &child)) children.push_back(child);
    }
  }
  return children;
}

// What stands behind the name in /proc/PID/stat: field 3, the state, is first.
// The name itself may hold anything.
struct Stat {
  std::string name;
  std::vector<std::string> fields;

  char State() const { return fields.empty() ? '?' : fields[0][0]; }
  // Field N as proc(5) counts them.
  int64_t Number(size_t n) const {
    int64_t value = 0;
    if (n < 3 || n - 3 >= fields.size() ||
        !absl::SimpleAtoi(fields[n - 3], &value)) {
      return 0;
    }
    return value;
  }
};

std::optional<Stat> ReadStat(const std::string& folder) {
  const auto text = ReadAll(absl::StrCat(folder, "/stat"));
  if (!text.has_value()) return std::nullopt;
  const size_t begin = text->find('(');
  const size_t end = text->rfind(')');
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    return std::nullopt;
  }
  Stat stat;
  stat.name = text->substr(begin + 1, end - begin - 1);
  stat.fields =
      absl::StrSplit(text->substr(end + 1), ' ', absl::SkipWhitespace());
  return stat;
}

absl::Duration Ticks(int64_t ticks) {
  static const int64_t kPerSecond = sysconf(_SC_CLK_TCK);
  return absl::Seconds(static_cast<double>(ticks) /
                       static_cast<double>(kPerSecond));
}

uint64_t Switches(const std::string& folder) {
  uint64_t sum = 0;
  const auto status = ReadAll(absl::StrCat(folder, "/status"));
  for (absl::string_view line : absl::StrSplit(status.value_or(""), '\n')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(':', 1));
    uint64_t count = 0;
    if (absl::EndsWith(parts.first, "ctxt_switches") &&
        absl::SimpleAtoi(parts.second, &count)) {
      sum += count;
    }
  }
  return sum;
}

// "pipe:[1234]"; empty where it cannot be told.
std::string OpenFile(int64_t pid, uint64_t descriptor) {
  char target[PATH_MAX];
  const std::string link = absl::StrCat("/proc/", pid, "/fd/", descriptor);
  const ssize_t length = readlink(link.c_str(), target, sizeof(target));
  return length < 0 ? "" : std::string(target, static_cast<size_t>(length));
}

// The call that a thread is in: its number, then six arguments.
struct Call {
  int64_t number = -1;
  uint64_t arguments[6] = {};
};

std::optional<Call> ReadCall(const std::string& folder, bool& readable) {
  const auto text = ReadAll(absl::StrCat(folder, "/syscall"));
  if (!text.has_value()) {
    readable = false;
    return std::nullopt;
  }
  const std::vector<std::string> words =
      absl::StrSplit(*text, ' ', absl::SkipWhitespace());
  Call call;
  if (words.size() < 7 || !absl::SimpleAtoi(words[0], &call.number)) {
    return std::nullopt;  // "running", or not in a call
  }
  for (size_t i = 0; i < 6; ++i) {
    if (!absl::SimpleHexAtoi(words[i + 1], &call.arguments[i])) {
      return std::nullopt;
    }
  }
  return call;
}

// What an endless wait in this call is for; empty if it may end by itself or by
// what we do.
std::string EndlessWait(int64_t pid, const Call& call,
                        const std::set<std::string>& outside) {
  constexpr uint64_t kFutexCommand = 127;
  switch (call.number) {
    case SYS_futex: {
      const uint64_t command = call.arguments[1] & kFutexCommand;
      const bool waits = command == 0 || command == 9 || command == 6 ||
                         command == 13;  // WAIT, WAIT_BITSET, LOCK_PI, LOCK_PI2
      if (!waits || call.arguments[3] != 0) return "";
      return "a lock, a condition or another thread's end";
    }
    case SYS_wait4:
    case SYS_waitid:
      return "a child process to end";
    case SYS_read:
    case SYS_readv:
    case SYS_write:
    case SYS_writev: {
      const std::string file = OpenFile(pid, call.arguments[0]);
      if (!absl::StartsWith(file, "pipe:") || outside.contains(file)) return "";
      const bool reads = call.number == SYS_read || call.number == SYS_readv;
      return reads ? "bytes in a pipe" : "room in a pipe";
    }
    default:
      return "";
  }
}

void AddTask(int64_t pid, int64_t thread, const std::set<std::string>& outside,
             Snapshot& snapshot) {
  const std::string folder = absl::StrCat("/proc/", pid, "/task/", thread);
  const std::optional<Stat> stat = ReadStat(folder);
  if (!stat.has_value() || stat->State() == 'Z' || stat->State() == 'X') return;
  Task task = {.process = pid, .thread = thread, .name = stat->name};
  task.switches = Switches(folder);
  if (stat->State() == 'S') {
    if (const auto call = ReadCall(folder, snapshot.all_readable)) {
      task.waits_in = EndlessWait(pid, *call, outside);
      task.waits_for_others = !task.waits_in.empty();
    }
  }
  snapshot.tasks.push_back(std::move(task));
}

void AddProcess(int64_t pid, const std::set<std::string>& outside, int skip,
                Snapshot& snapshot) {
  const std::string folder = absl::StrCat("/proc/", pid);
  const std::optional<Stat> stat = ReadStat(folder);
  if (!stat.has_value()) return;
  // Fields: 14 and 15 its own time, 16 and 17 that of children it waited for,
  // 24 its pages in memory.
  snapshot.cpu += Ticks(stat->Number(16) + stat->Number(17));
  if (skip <= 0) {
    snapshot.cpu += Ticks(stat->Number(14) + stat->Number(15));
    snapshot.memory += stat->Number(24) * sysconf(_SC_PAGESIZE);
    for (int64_t thread : NumbersIn(absl::StrCat(folder, "/task"))) {
      AddTask(pid, thread, outside, snapshot);
    }
  }
  for (int64_t child : ChildrenOf(pid)) {
    AddProcess(child, outside, skip - 1, snapshot);
  }
}

}  // namespace

Snapshot TakeSnapshot(int64_t root, const std::set<std::string>& outside,
                      int skip) {
  Snapshot snapshot;
  AddProcess(root, outside, skip, snapshot);
  return snapshot;
}

bool IsDeadlock(const Snapshot& earlier, const Snapshot& later) {
  if (later.tasks.empty() || earlier.tasks.size() != later.tasks.size()) {
    return false;
  }
  for (size_t i = 0; i < later.tasks.size(); ++i) {
    const Task& before = earlier.tasks[i];
    const Task& now = later.tasks[i];
    if (!before.waits_for_others || !now.waits_for_others ||
        before.thread != now.thread || before.switches != now.switches) {
      return false;
    }
  }
  return true;
}

std::string DescribeWaits(const Snapshot& snapshot) {
  std::string text;
  for (size_t i = 0; i < snapshot.tasks.size(); ++i) {
    const Task& task = snapshot.tasks[i];
    absl::StrAppend(&text, i == 0 ? "" : "; ", "thread ", i + 1, " of ",
                    snapshot.tasks.size(), " waits for ", task.waits_in);
    constexpr size_t kShown = 8;
    if (i + 1 == kShown && snapshot.tasks.size() > kShown) {
      return absl::StrCat(text, "; ...");
    }
  }
  return text;
}

int64_t DiskUsed(int64_t pid, const std::string& path) {
  struct statvfs file_system = {};
  const std::string seen = absl::StrCat("/proc/", pid, "/root", path);
  if (statvfs(seen.c_str(), &file_system) != 0) return 0;
  return static_cast<int64_t>((file_system.f_blocks - file_system.f_bfree) *
                              file_system.f_frsize);
}

}  // namespace grade
