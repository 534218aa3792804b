// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/bench_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace ch37 {
namespace {

absl::Status CheckTogether(const BenchFlags& flags) {
  const int ways = !flags.pythons.empty() + flags.all_pythons + flags.no_python;
  if (ways <= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--python=PATH, --all-pythons and --no-python: give one of them");
}

}  // namespace

std::string BenchFlagsHelp() {
  return "Flags of this bench:\n"
         "  --lines=N       lines of each file (200000; the lecture's: "
         "1000000)\n"
         "  --python=PATH   compare with this CPython; may be given more than "
         "once\n"
         "  --all-pythons   compare with every CPython in PATH\n"
         "  --no-python     compare with none\n\n";
}

absl::StatusOr<BenchFlags> ParseBenchFlags(int argc, char** argv) {
  BenchFlags flags;
  flags.others.push_back(argv[0]);
  for (int i = 1; i < argc; ++i) {
    const absl::string_view flag = argv[i];
    absl::string_view value = flag;
    if (absl::ConsumePrefix(&value, "--lines=")) {
      if (!absl::SimpleAtoi(value, &flags.lines) || flags.lines < 1) {
        return absl::InvalidArgumentError(
            absl::StrCat(flag, ": lines are a whole number from 1 on"));
      }
    } else if (absl::ConsumePrefix(&value, "--python=")) {
      flags.pythons.emplace_back(value);
    } else if (flag == "--all-pythons") {
      flags.all_pythons = true;
    } else if (flag == "--no-python") {
      flags.no_python = true;
    } else {
      flags.help = flags.help || flag == "--help";
      flags.others.emplace_back(flag);
    }
  }
  if (absl::Status status = CheckTogether(flags); !status.ok()) return status;
  return flags;
}

std::vector<char*> BenchArguments(BenchFlags& flags) {
  std::vector<char*> arguments;
  for (std::string& flag : flags.others) arguments.push_back(flag.data());
  return arguments;
}

}  // namespace ch37
