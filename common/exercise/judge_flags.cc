// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/judge_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/exercise/random.h"

namespace exercise {
namespace {

absl::Status BadFlag(absl::string_view flag, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(flag, ": ", what));
}

absl::Status ParseSeconds(absl::string_view flag, absl::string_view value,
                          absl::Duration& time) {
  int seconds = 0;
  if (!absl::SimpleAtoi(value, &seconds) || seconds < 1) {
    return BadFlag(flag, "seconds are a whole number from 1 on");
  }
  time = absl::Seconds(seconds);
  return absl::OkStatus();
}

absl::Status ParseProgram(absl::string_view flag, absl::string_view value,
                          JudgeFlags& flags) {
  const size_t equals = value.find('=');
  if (equals == absl::string_view::npos || equals == 0) {
    return BadFlag(flag, "is to be --program=NAME=PATH");
  }
  flags.judge.student.programs[std::string(value.substr(0, equals))] =
      std::string(value.substr(equals + 1));
  return absl::OkStatus();
}

absl::Status ParseFlag(absl::string_view flag, JudgeFlags& flags) {
  JudgeOptions& judge = flags.judge;
  absl::string_view value = flag;
  if (absl::ConsumePrefix(&value, "--seed=")) {
    if (absl::SimpleAtoi(value, &judge.seed)) return absl::OkStatus();
    return BadFlag(flag, "a seed is a whole number from 0 on");
  }
  if (absl::ConsumePrefix(&value, "--time_limit=")) {
    return ParseSeconds(flag, value, judge.student.time_limit);
  }
  if (absl::ConsumePrefix(&value, "--time_for_all=")) {
    return ParseSeconds(flag, value, judge.time_for_all);
  }
  if (absl::ConsumePrefix(&value, "--program=")) {
    return ParseProgram(flag, value, flags);
  }
  if (absl::ConsumePrefix(&value, "--only=")) {
    judge.only = std::string(value);
  } else if (absl::ConsumePrefix(&value, "--json=")) {
    flags.json = std::string(value);
  } else if (absl::ConsumePrefix(&value, "--describe=")) {
    flags.describe = std::string(value);
  } else if (absl::ConsumePrefix(&value, "--runner=")) {
    judge.student.runner = {std::string(value)};
  } else if (absl::ConsumePrefix(&value, "--race_runner=")) {
    judge.race_runner = std::string(value);
  } else if (flag == "--visible_only") {
    judge.visible_only = true;
  } else if (flag == "--test_xml") {
    flags.test_xml = true;
  } else if (flag == "--stop_at_first_failure") {
    judge.stop_at_first_failure = true;
  } else if (flag == "--jailed") {
    judge.student.jailed = true;
  } else if (flag == "--help") {
    flags.help = true;
  } else {
    return BadFlag(flag, "there is no such flag; --help lists them");
  }
  return absl::OkStatus();
}

}  // namespace

std::string JudgeFlagsHelp() {
  return "judge [flags] -- RUNNER_COMMAND...\n"
         "  --seed=N                 of the questions; without it one is "
         "drawn\n"
         "  --only=CHECK             runs this check alone\n"
         "  --visible_only           leaves the hidden checks out\n"
         "  --stop_at_first_failure  leaves out what comes after it\n"
         "  --json=FILE              writes the result there, too\n"
         "  --test_xml               writes it into $XML_OUTPUT_FILE, too, for "
         "//tools:lab\n"
         "  --time_limit=SECONDS     for each question (20)\n"
         "  --time_for_all=SECONDS   for all checks; those that it leaves "
         "no\n"
         "                           time for fail (no limit)\n"
         "  --race_runner=PROGRAM    replaces the command's last word in "
         "checks\n"
         "                           for data races; without it these are "
         "skipped\n"
         "  --program=NAME=PATH      where the runner finds a program\n"
         "  --jailed                 the command says in $JAIL_REPORT how the "
         "runner\n"
         "                           ended\n"
         "  --describe=FILE          writes exercise.json (with --visible_only "
         "that "
         "for\n"
         "                           students), and judges nothing\n"
         "  --runner=PROGRAM         the same as: -- PROGRAM\n"
         "The exit code is 0 if nothing failed, 1 if something did, 2 if the\n"
         "command line is wrong or the result could not be written.\n";
}

absl::StatusOr<JudgeFlags> ParseJudgeFlags(int argc, char** argv) {
  JudgeFlags flags;
  flags.judge.seed = RandomSeed();
  int i = 1;
  for (; i < argc && absl::string_view(argv[i]) != "--"; ++i) {
    if (absl::Status status = ParseFlag(argv[i], flags); !status.ok()) {
      return status;
    }
  }
  if (i + 1 < argc) {
    flags.judge.student.runner.assign(argv + i + 1, argv + argc);
  }
  const bool judges = !flags.help && flags.describe.empty();
  if (judges && flags.judge.student.runner.empty()) {
    return absl::InvalidArgumentError(
        "which program answers? give its command after --; --help says more");
  }
  return flags;
}

}  // namespace exercise
