// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/temp_directory.h"
#include "common/process/environment.h"
#include "tools/lab/command.h"
#include "tools/lab/machine.h"
#include "tools/lab/programs.h"
#include "tools/lab/system.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

// Visual Studio's installer brings a program that tells where Visual C++ is.
// Source: https://github.com/microsoft/vswhere/wiki
void ExamineCompiler(const Context& context, Machine& machine) {
  const std::optional<std::string> programs =
      process::FindVariable(context.env, "ProgramFiles(x86)");
  if (!programs.has_value()) return;
  const std::string vswhere = absl::StrCat(
      *programs, "\\Microsoft Visual Studio\\Installer\\vswhere.exe");
  const std::string version = VersionIn(
      Ask(context, {vswhere, "-latest", "-products", "*", "-requires",
                    "Microsoft.VisualStudio.Component.VC.Tools.x86.x64",
                    "-property", "installationVersion"})
          .value_or(""));
  if (version.empty()) return;
  machine.compiler = "Visual C++";
  machine.compiler_version = version;
}

bool MayMakeLinks() {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return false;
  std::error_code error;
  fs::create_symlink("target", folder->path() / "link", error);
  return !error;
}

}  // namespace

bool RunsOnWindows() { return true; }

void ExamineSystem(const Context& context, Machine& machine) {
  ExamineCompiler(context, machine);
  machine.symlinks = MayMakeLinks();
  machine.install_compiler =
      "winget install --id Microsoft.VisualStudio.2022.BuildTools --override "
      "\"--add Microsoft.VisualStudio.Workload.VCTools\"";
  machine.install_bazel = "winget install --id Bazel.Bazelisk";
  machine.install_python = "winget install --id Python.Python.3.12";
}

}  // namespace lab_command
