// SPDX-License-Identifier: Apache-2.0

#include <fstream>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/process/environment.h"
#include "tools/lab/command.h"
#include "tools/lab/machine.h"
#include "tools/lab/programs.h"
#include "tools/lab/system.h"

namespace lab_command {
namespace {

// The number in a file of /proc; nothing if there is no such file.
std::optional<int> NumberIn(const char* file) {
  int number = 0;
  if (!(std::ifstream(file) >> number)) return std::nullopt;
  return number;
}

// Bazel takes $CC, and gcc without it. GCC for C alone is not enough, but it is
// what is asked for the version.
void ExamineCompiler(const Context& context, Machine& machine) {
  const std::string cc =
      process::FindVariable(context.env, "CC").value_or("gcc");
  const std::string cxx =
      process::FindVariable(context.env, "CXX").value_or("g++");
  const bool set = process::FindVariable(context.env, "CC").has_value();
  const std::optional<std::string> found = FindProgram(context, cc);
  if (!found.has_value()) return;
  if (!set && !FindProgram(context, cxx).has_value()) return;
  machine.compiler = absl::StrContains(cc, "clang") ? "Clang" : "GCC";
  std::optional<std::string> version =
      Ask(context, {*found, "-dumpfullversion"});
  if (!version.has_value()) version = Ask(context, {*found, "-dumpversion"});
  machine.compiler_version = version.value_or("");
}

// Debian's package does not know its own version; dpkg does.
void ExamineDebiansBazel(const Context& context, Machine& machine) {
  const std::optional<std::string> dpkg = FindProgram(context, "dpkg-query");
  if (!dpkg.has_value()) return;
  machine.bazel_version =
      VersionIn(Ask(context, {*dpkg, "--show", "--showformat=${Version}",
                              "bazel-bootstrap"})
                    .value_or(""));
}

// The same that Bazel's linux-sandbox begins with.
void ExamineSandbox(const Context& context, Machine& machine) {
  const std::optional<std::string> unshare = FindProgram(context, "unshare");
  if (!unshare.has_value()) return;
  machine.sandbox = Ask(context, {*unshare, "--user", "--map-root-user",
                                  "--mount", "--pid", "--fork", "true"})
                        .has_value();
  const bool apparmor =
      NumberIn("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1;
  machine.allow_sandbox =
      apparmor ? "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
               : "sudo sysctl user.max_user_namespaces=10000";
}

}  // namespace

bool RunsOnWindows() { return false; }

void ExamineSystem(const Context& context, Machine& machine) {
  ExamineCompiler(context, machine);
  ExamineSandbox(context, machine);
  if (machine.bazel == "bazel" && machine.bazel_version.empty()) {
    ExamineDebiansBazel(context, machine);
  }
  machine.aslr_bits = NumberIn("/proc/sys/vm/mmap_rnd_bits");
  // It knows each system's own command, or says it.
  machine.install_compiler = "./tools/setup";
  machine.install_bazel = "./tools/setup";
  machine.install_python = "./tools/setup";
}

}  // namespace lab_command
