// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/lab/demo.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/steps/steps.h"
#include "labs/ch37/steps/three_locks.h"

namespace ch37 {

absl::Status ComputeStep(lab::Narrator& tell) {
  tell.Say(
      "Four numbers are factorised, one after another and then with a thread "
      "for each: without a lock, as C++ threads run, and in an interpreter "
      "whose threads share one lock, the GIL of today's CPython or that of "
      "Python 2.");
  tell.Translate(
      "threads = [Thread(target=factorise, args=(n,)) for n in numbers]\n"
      "for thread in threads: thread.start()\n"
      "for thread in threads: thread.join()",
      "ch37::NewGil gil;     // or OldGil, or NoGil\n"
      "ch37::RunJobs(ch37::FactoriseJobs(numbers), Order::kThreads, gil);");

  absl::StatusOr<std::string> table = SpeedUpsUnderThreeLocks(
      "factorise 4 numbers", [] { return FactoriseJobs(kNumbers); });
  if (!table.ok()) return table.status();
  tell.Output(*table);
  tell.Output(absl::StrCat("factors of ", kNumbers[0], ": ",
                           absl::StrJoin(Factorise(kNumbers[0]), " ")));
  tell.Notice(
      "2.00x is twice as fast as serial, less than 1.00x slower. Without a "
      "lock threads gain at most the number of processors; under a GIL they "
      "gain nothing, for only one of them computes at a time. Under the old "
      "one they even lose. The lecture saw that too, and wondered why: step "
      "2.");
  return absl::OkStatus();
}

}  // namespace ch37
