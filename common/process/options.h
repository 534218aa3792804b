// SPDX-License-Identifier: Apache-2.0
//
// StartOptions says how a child is started: its streams, its folder, its
// environment, its rights, and what becomes of it.
//
//   process::Subprocess::Start({"make", "-j4"},
//                              {.cwd = "/src",
//                               .env_changes = {{"LANG", "C"}},
//                               .out = process::Stdio::Pipe()});
//
// Every field has a default: what the child would get from a plain fork and
// exec, except that it inherits no handle but its three streams.
//
// Thread safety: a value; copy it freely.
//
// Source: Popen's arguments in Python's subprocess; clone(2), setrlimit(2),
// prctl(2); CreateProcessW in the Windows API.

#ifndef COMMON_PROCESS_OPTIONS_H_
#define COMMON_PROCESS_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/process/environment.h"
#include "common/process/handle.h"
#include "common/process/stdio.h"

namespace process {

// Which processes get the terminal's Ctrl-C, or one signal, together.
enum class Group {
  kInherit,     // this program's: Ctrl-C reaches both
  kNewGroup,    // a group of its own, which KillTree() can kill as one
  kNewSession,  // as kNewGroup, and without a terminal (Windows: as kNewGroup)
};

// What the destructor does with a child that still runs.
enum class OnDestroy {
  kKillTree,  // Subprocess::KillTree(), then waits up to 5 s for its end
  kKill,      // Subprocess::Kill(), then waits up to 5 s for its end
  kWait,      // waits for its end, however long that takes
  kDetach,  // leaves it running. On POSIX its entry stays in the process table
            // after its end, until this program ends.
};

// A limit that setrlimit(2) sets: RLIMIT_CPU, RLIMIT_AS, ...
struct ResourceLimit {
  int resource = 0;
  uint64_t soft = 0;
  uint64_t hard = 0;
};

// POSIX alone; anything set here is InvalidArgument on Windows.
struct PosixOptions {
  std::optional<uint32_t> umask = std::nullopt;
  std::vector<ResourceLimit> limits = {};

  // Whom the child runs as. The system allows this to root. With uid or gid set
  // and groups not, the child has no supplementary groups, as far as the system
  // lets them be dropped.
  std::optional<uint32_t> uid = std::nullopt;
  std::optional<uint32_t> gid = std::nullopt;
  std::optional<std::vector<uint32_t>> groups = std::nullopt;

  // Joins this process group; only with Group::kInherit.
  std::optional<int64_t> join_group = std::nullopt;

  // The child starts with no signal blocked and with SIGPIPE and SIGXFSZ doing
  // what they do by default. False: it inherits both from the calling thread.
  // Handlers never carry over; other signals that are ignored stay ignored.
  bool restore_signals = true;
};

// Windows alone; without effect on POSIX.
struct WindowsOptions {
  bool hide_window = false;  // a console program gets no console window
};

struct StartOptions {
  // The program's file, where it is not args[0]. The program still sees args[0]
  // as its name. Not with StartShell() or RunShell().
  std::string executable = "";

  // The child's current folder; empty for this program's.
  std::string cwd = "";

  // All of the child's variables; not set: this program's.
  std::optional<Environment> env = std::nullopt;

  // Made to `env`, or to this program's variables, the first one first.
  std::vector<EnvironmentChange> env_changes = {};

  // Start() inherits those that nothing is said of.
  Stdio in = {};
  Stdio out = {};
  Stdio err = {};

  // Open handles that the child gets too, under the same numbers. On Windows
  // they must be inheritable.
  std::vector<NativeHandle> pass_handles = {};

  Group group = Group::kInherit;

  // The child is killed when this program ends, however it ends; on Windows its
  // descendants, too. On Linux the child is killed already when the *thread*
  // that started it ends, so start it from one that lives as long as the
  // program.
  bool die_with_parent = false;

  OnDestroy on_destroy = OnDestroy::kKillTree;

  PosixOptions posix = {};
  WindowsOptions windows = {};
};

}  // namespace process

#endif  // COMMON_PROCESS_OPTIONS_H_
