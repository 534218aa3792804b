// SPDX-License-Identifier: Apache-2.0

#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/limits.h"
#include "labs/ch38/steps/steps.h"
#include "labs/ch38/together.h"

namespace ch38 {
namespace {

constexpr int kReaders = 4;
constexpr int kLooks = 10;

// How long four threads take that look at the limits, in turns or together.
double MillisecondsToLook(
    const std::function<void(absl::FunctionRef<void(const Limits&)>)>& read) {
  const absl::Time begin = absl::Now();
  Together(kReaders, [&](int) {
    for (int i = 0; i < kLooks; ++i) {
      read([](const Limits&) { absl::SleepFor(absl::Milliseconds(1)); });
    }
  });
  return absl::ToDoubleMilliseconds(absl::Now() - begin);
}

}  // namespace

absl::Status ReadersStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "Limits of a sensor are two numbers that must be of one piece. They are "
      "looked at all the time and changed now and then. Without a lock a "
      "reader "
      "may see the low one of before and the high one of after:");
  tell.Code(
      "absl::WriterMutexLock lock(&mu_);   // Set(): alone\n"
      "absl::ReaderMutexLock lock(&mu_);   // Read(): beside other readers");
  absl::StatusOr<std::string> torn =
      ExplorationOrWhyNot(files, "torn-limits", Show::kTrace);
  if (!torn.ok()) return torn.status();
  tell.Output(*torn);
  tell.Say("With the lock, a writer and two readers:");
  absl::StatusOr<std::string> proof =
      ExplorationOrWhyNot(files, "reader-locks", Show::kVerdict);
  if (!proof.ok()) return proof.status();
  tell.Output(*proof);

  tell.Say("Four threads that look for 1 ms each, ten times:");
  SharedLimits limits;
  const double alone =
      MillisecondsToLook([&](auto look) { limits.ReadAlone(look); });
  const double together =
      MillisecondsToLook([&](auto look) { limits.Read(look); });
  tell.Output(
      absl::StrFormat("each alone        %6.1f ms\n"
                      "as readers        %6.1f ms",
                      alone, together));
  tell.Notice(
      "Readers pass through together. But to come and go each of them writes "
      "to the lock: for a short look a reader lock gains nothing, as the bench "
      "shows.");
  return absl::OkStatus();
}

}  // namespace ch38
