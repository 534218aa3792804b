// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/python/cpython.h"
#include "labs/ch37/cpython_workloads.h"
#include "labs/ch37/order.h"
#include "labs/ch37/steps/steps.h"

namespace ch37 {
namespace {

using Took = absl::StatusOr<absl::Duration>;

// One line: how many times as fast as its serial run.
absl::StatusOr<std::string> SpeedUp(const std::string& name, const Took& serial,
                                    const Took& threads) {
  if (!serial.ok()) return serial.status();
  if (!threads.ok()) return threads.status();
  return absl::StrFormat("  %-20s %5.2fx\n", name,
                         absl::FDivDuration(*serial, *threads));
}

absl::StatusOr<std::string> SpeedUps(const CPythonWorkloads& python) {
  absl::StatusOr<std::string> factorise =
      SpeedUp("factorise 4 numbers", python.Factorise(Order::kSerial),
              python.Factorise(Order::kThreads));
  if (!factorise.ok()) return factorise.status();
  absl::StatusOr<std::string> select =
      SpeedUp("5 blocking selects", python.Select(Order::kSerial),
              python.Select(Order::kThreads));
  if (!select.ok()) return select.status();
  return *factorise + *select;
}

}  // namespace

absl::Status CPythonStep(lab::Narrator& tell,
                         const std::string& workloads_script) {
  tell.Say(
      "And the real one? The same workloads in each CPython that is in PATH, "
      "started as a child process (chapter 36).");
  tell.Code("ch37::CPythonWorkloads(python, script).Factorise(order);");
  const std::vector<lab::CPython> pythons = lab::FindCPythons();
  if (pythons.empty()) {
    tell.Output("skipped: no python3 in PATH");
    tell.Notice("Install python3, or put it into PATH, and run this again.");
    return absl::OkStatus();
  }
  for (const lab::CPython& python : pythons) {
    absl::StatusOr<std::string> speed_ups =
        SpeedUps(CPythonWorkloads(python, workloads_script));
    if (!speed_ups.ok()) return speed_ups.status();
    tell.Output("CPython " + python.version +
                (python.has_gil ? "" : ", without a GIL") + "\n" + *speed_ups);
  }
  tell.Notice(
      "Computing gains nothing from threads, waiting all there is: as the "
      "model "
      "said. The bench holds the two against each other, figure by figure.");
  return absl::OkStatus();
}

}  // namespace ch37
