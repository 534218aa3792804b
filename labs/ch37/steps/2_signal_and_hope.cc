// SPDX-License-Identifier: Apache-2.0

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/probes.h"
#include "labs/ch37/steps/steps.h"

namespace ch37 {
namespace {

constexpr absl::Duration kFor = absl::Milliseconds(500);

double Milliseconds(absl::Duration duration) {
  return absl::ToDoubleMilliseconds(duration);
}

}  // namespace

absl::Status SignalAndHopeStep(lab::Narrator& tell) {
  tell.Say(
      "Two threads that only compute, for half a second under each lock. The "
      "old lock is let go after each 100 instructions and taken again at once, "
      "in the hope that the thread it woke is quicker. The new one is let go "
      "when somebody has waited 5 ms for it.");
  tell.Translate(
      "sys.setcheckinterval(100)         # Python 2: instructions\n"
      "sys.setswitchinterval(0.005)      # since 3.2: seconds",
      "ch37::OldGil old_gil({.check_interval = 100});\n"
      "ch37::NewGil new_gil({.switch_interval = absl::Milliseconds(5)});");

  OldGil old_gil;
  absl::StatusOr<Slices> old_slices = MeasureSlices(old_gil, 2, kFor);
  if (!old_slices.ok()) return old_slices.status();
  NewGil new_gil;
  absl::StatusOr<Slices> new_slices = MeasureSlices(new_gil, 2, kFor);
  if (!new_slices.ok()) return new_slices.status();

  tell.Output(absl::StrFormat(
      "                                     old GIL     new GIL\n"
      "a thread keeps it for (median)   %8.3f ms %8.3f ms\n"
      "it changes hands each second     %11.0f %11.0f\n"
      "woken in vain, in all            %11d           -",
      Milliseconds(old_slices->median_slice),
      Milliseconds(new_slices->median_slice), old_slices->switches_per_second,
      new_slices->switches_per_second, old_gil.failed_wakeups()));
  tell.Notice(
      "This is why threads made the lecture's program slower. On two "
      "processors the woken thread finds the lock taken again, mostly, and "
      "goes back to sleep: thousands of times a second, all of it work for the "
      "system and none for the program. The new lock changes hands some 190 "
      "times a second.");
  return absl::OkStatus();
}

}  // namespace ch37
