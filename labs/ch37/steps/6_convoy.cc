// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/timeline_text.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/probes.h"
#include "labs/ch37/steps/steps.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {
namespace {

constexpr int kSleeps = 60;

// Adds a line to `table`: how late the sleeper was under this lock.
absl::Status AddLine(const std::string& name, Gil& gil, int spinners,
                     std::string& table, TimelineRecorder* recorder = nullptr) {
  absl::StatusOr<absl::Duration> late =
      MeasureOvershoot(gil, spinners, kSleeps, recorder);
  if (!late.ok()) return late.status();
  absl::StrAppendFormat(&table, "%-42s %6.2f ms\n", name,
                        absl::ToDoubleMilliseconds(*late));
  return absl::OkStatus();
}

}  // namespace

absl::Status ConvoyStep(lab::Narrator& tell) {
  tell.Say(
      "A thread that mostly waits, as one that answers an echo request does, "
      "sleeps 1 ms at a time. How late does it get back to work beside a "
      "thread that computes?");
  tell.Translate("time.sleep(0.001)    # beside: while True: pass",
                 "ch37::MeasureOvershoot(gil, /*spinners=*/1, /*sleeps=*/60);");
  std::string table;
  TimelineRecorder recorder;
  NewGil alone;
  absl::Status status = AddLine("new GIL, nobody computes", alone, 0, table);
  NoGil none;
  status.Update(AddLine("no GIL, one computes", none, 1, table));
  OldGil old_gil;
  status.Update(AddLine("old GIL, one computes", old_gil, 1, table));
  NewGil new_gil;
  status.Update(AddLine("new GIL, one computes", new_gil, 1, table, &recorder));
  NewGil short_interval({.switch_interval = absl::Milliseconds(1)});
  status.Update(AddLine("the same with a switch interval of 1 ms",
                        short_interval, 1, table));
  if (!status.ok()) return status;
  tell.Output(table);
  tell.Output(lab::TimelineText(recorder.Finish("new GIL", true),
                                {.width = 74,
                                 .begin = absl::Milliseconds(30),
                                 .end = absl::Milliseconds(62)}));
  tell.Notice(
      "Each time it comes back the sleeper waits a whole switch interval, for "
      "the computing thread never lets go unasked: a convoy behind a slow "
      "lorry. What the new lock gained for computing it lost here; "
      "sys.setswitchinterval() moves the price from one to the other.");
  return absl::OkStatus();
}

}  // namespace ch37
