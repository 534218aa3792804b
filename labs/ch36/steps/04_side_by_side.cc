// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/text.h"
#include "common/process/run.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/run_many.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

constexpr int kChildren = 10;

using Run = absl::StatusOr<process::CompletedProcess>();

// Runs ten children, `at_once` at a time, and adds a line to `table`: how long
// all took, and what became of them.
absl::Status TimeTen(const std::string& name, int at_once,
                     absl::FunctionRef<Run> run_one, std::string& table) {
  const absl::Time start = absl::Now();
  const auto results =
      RunMany(kChildren, at_once, [&](int) { return run_one(); });
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  if (!results[0].ok()) return results[0].status();
  absl::StrAppendFormat(&table, "%-20s %8s   %2d of %d did it; the first: %s\n",
                        name, lab::FormatSeconds(seconds),
                        CountSuccesses(results), kChildren,
                        results[0]->status.ToString());
  return absl::OkStatus();
}

}  // namespace

absl::Status SideBySideStep(lab::Narrator& tell,
                            const ChildPrograms& children) {
  tell.Say(
      "Ten children that sleep 0.1 s each. One after another they take the sum "
      "of their times; started all before the first is waited for, they take "
      "the longest of them.");
  tell.Translate(
      "procs = [subprocess.Popen(['sleep', '0.1']) for _ in range(10)]\n"
      "for proc in procs:\n"
      "    proc.communicate()",
      "ch36::RunMany(10, /*at_once=*/10,\n"
      "              [&](int) { return process::Run({sleeper, \"100\"}); })");

  const auto sleep = [sleeper = children.Path("sleeper")] {
    return process::Run({sleeper, "100"});
  };
  const auto missing = [] { return process::RunShell("no-such-sleep 0.1"); };
  std::string table;
  absl::Status status = TimeTen("one after another", 1, sleep, table);
  status.Update(TimeTen("three at once", 3, sleep, table));
  status.Update(TimeTen("side by side", kChildren, sleep, table));
  status.Update(TimeTen("a missing program", kChildren, missing, table));
  if (!status.ok()) return status;

  tell.Output(table);
  tell.Notice(
      "The last line is a trap. It is fast because nobody slept: the shell "
      "ran, "
      "found no program called no-such-sleep, and ended. The lecture behind "
      "this chapter timed sleep on Windows, which has none, and so measured "
      "how "
      "fast ten shells fail. A time means something only beside an exit "
      "status.");
  return absl::OkStatus();
}

}  // namespace ch36
