// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/machine.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tools/lab/command.h"
#include "tools/lab/programs.h"
#include "tools/lab/system.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kGiB = int64_t{1} << 30;
// A build of everything takes about 1.5 GiB, sanitizers as much again.
constexpr int64_t kEnoughSpace = 4 * kGiB;
constexpr int64_t kLittleSpace = 2 * kGiB;

// ---- Examining

// Bazelisk is not asked: it might begin to download.
void ExamineBazel(const Context& context, Machine& machine) {
  const std::optional<std::string> bazel = FindProgram(context, "bazel");
  if (!bazel.has_value()) {
    if (FindProgram(context, "bazelisk").has_value()) {
      machine.bazel = "bazelisk";
    }
    return;
  }
  machine.bazel = "bazel";
  machine.bazel_version =
      VersionIn(Ask(context, {*bazel, "--version"}).value_or(""));
}

int64_t FreeBytes(const fs::path& root) {
  std::error_code error;
  // A link into the folder where Bazel builds.
  fs::space_info space = fs::space(root / "bazel-out", error);
  if (error) space = fs::space(root, error);
  return error ? -1 : static_cast<int64_t>(space.available);
}

std::string PythonVersion(const Context& context) {
  for (const char* name : {"python3", "python"}) {
    const std::optional<std::string> python = FindProgram(context, name);
    if (!python.has_value()) continue;
    const std::string version =
        VersionIn(Ask(context, {*python, "--version"}).value_or(""));
    if (MajorVersion(version) == 3) return version;
  }
  return "";
}

// ---- Diagnosing

Finding Good(absl::string_view what, absl::string_view found) {
  return {Health::kGood, std::string(what), std::string(found), ""};
}

Finding Bazel(const Machine& machine) {
  const std::string& version = machine.bazel_version;
  if (machine.bazel.empty()) {
    return {Health::kMissing, "Bazel", "not in PATH", machine.install_bazel};
  }
  if (version.empty()) {
    return Good("Bazel", machine.bazel + ", which doesn't tell its version");
  }
  const bool new_enough = MajorVersion(version) > 4 ||
                          (MajorVersion(version) == 4 && version >= "4.2");
  if (new_enough && MajorVersion(version) < 8) return Good("Bazel", version);
  return {Health::kMissing, "Bazel",
          absl::StrCat(version, "; the labs build with 4.2 to 7"),
          "npm install -g @bazel/bazelisk   (and type bazelisk for bazel)"};
}

Finding Compiler(const Machine& machine) {
  constexpr absl::string_view kWhat = "C++ compiler";
  if (machine.compiler.empty()) {
    return {Health::kMissing, std::string(kWhat), "not there",
            machine.install_compiler};
  }
  const int minimum = machine.compiler == "GCC"     ? 12
                      : machine.compiler == "Clang" ? 14
                                                    : 17;
  const std::string found =
      absl::StrCat(machine.compiler, " ", machine.compiler_version);
  if (MajorVersion(machine.compiler_version) >= minimum) {
    return Good(kWhat, found);
  }
  return {Health::kMissing, std::string(kWhat),
          absl::StrCat(found, "; the labs need ", minimum, " or later"),
          machine.install_compiler};
}

Finding Space(const Machine& machine) {
  constexpr absl::string_view kWhat = "disk space";
  const std::string found = absl::StrFormat(
      "%.1f GiB free where Bazel builds",
      static_cast<double>(machine.free_bytes) / static_cast<double>(kGiB));
  if (machine.free_bytes < 0) return Good(kWhat, "not known");
  if (machine.free_bytes >= kEnoughSpace) return Good(kWhat, found);
  return {
      machine.free_bytes < kLittleSpace ? Health::kMissing : Health::kOptional,
      std::string(kWhat), found, "make room; bazel clean frees what was built"};
}

Finding Folder(const Machine& machine) {
  const int bazel = MajorVersion(machine.bazel_version);
  if (absl::StrContains(machine.root, ' ') && bazel != 0 && bazel < 7) {
    return {Health::kMissing, "folder", "its path has a space in it",
            "move it: Bazel before version 7 refuses such a path"};
  }
  if (!machine.workspace_error.empty()) {
    return {Health::kMissing, "exercises", machine.workspace_error,
            "unpack the handout again, elsewhere, and copy your files into it"};
  }
  return Good("exercises", absl::StrCat(machine.exercises, " found"));
}

Finding Tar(const Machine& machine) {
  if (machine.tar) return Good("tar", "there, for submit");
  return {Health::kMissing, "tar", "not in PATH; submit needs it",
          "install tar (Windows 10 and later have it in System32)"};
}

Finding Watcher(const Machine& machine) {
  if (machine.ibazel) return Good("ibazel", "there, for watch");
  return {Health::kOptional, "ibazel",
          "not there; watch looks at your files itself",
          "npm install -g @bazel/ibazel"};
}

Finding Python(const Machine& machine) {
  if (!machine.python_version.empty()) {
    return Good("python3", machine.python_version);
  }
  return {Health::kOptional, "python3",
          "not there; chapter 37's bench then leaves out CPython",
          machine.install_python};
}

Finding Sandbox(const Machine& machine) {
  if (*machine.sandbox) return Good("sandbox", "tests run in one");
  return {Health::kOptional, "sandbox",
          "not allowed here; tests run without one", machine.allow_sandbox};
}

// ThreadSanitizer of GCC up to 13 and Clang up to 17 ends at its start where
// addresses are more random. Source: google/sanitizers issue 1716.
Finding Aslr(const Machine& machine) {
  constexpr absl::string_view kWhat = "tsan";
  if (*machine.aslr_bits <= 28) {
    return Good(kWhat, "addresses are random as it can bear");
  }
  return {Health::kOptional, std::string(kWhat),
          absl::StrCat("addresses are random by ", *machine.aslr_bits,
                       " bits; --config=tsan may not start"),
          "sudo sysctl vm.mmap_rnd_bits=28"};
}

Finding Symlinks(const Machine& machine) {
  if (*machine.symlinks) return Good("links", "may be made");
  return {Health::kMissing, "links", "may not be made; Bazel's tests need them",
          "turn on Developer Mode: start ms-settings:developers"};
}

}  // namespace

Machine Examine(const Context& context) {
  Machine machine = {.root = context.root.string()};
  ExamineBazel(context, machine);
  machine.free_bytes = FreeBytes(context.root);
  machine.python_version = PythonVersion(context);
  machine.tar = FindProgram(context, "tar").has_value();
  machine.ibazel = FindProgram(context, "ibazel").has_value();
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (workspace.ok()) {
    machine.exercises = workspace->exercises.size();
  } else {
    machine.workspace_error = std::string(workspace.status().message());
  }
  ExamineSystem(context, machine);
  return machine;
}

std::vector<Finding> Diagnose(const Machine& machine) {
  std::vector<Finding> findings = {Bazel(machine), Compiler(machine),
                                   Space(machine), Folder(machine),
                                   Tar(machine)};
  if (machine.symlinks.has_value()) findings.push_back(Symlinks(machine));
  if (machine.sandbox.has_value()) findings.push_back(Sandbox(machine));
  if (machine.aslr_bits.has_value()) findings.push_back(Aslr(machine));
  findings.push_back(Watcher(machine));
  findings.push_back(Python(machine));
  return findings;
}

}  // namespace lab_command
