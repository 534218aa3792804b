// SPDX-License-Identifier: Apache-2.0

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/demo.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/poll_loop.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

bool IsPrime(int number) {
  for (int divisor = 2; divisor <= number / divisor; ++divisor) {
    if (number % divisor == 0) return false;
  }
  return number >= 2;
}

}  // namespace

absl::Status PollStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "A child runs by itself. Its parent may do something else meanwhile, and "
      "look now and then whether the child still runs.");
  tell.Translate(
      "proc = subprocess.Popen(['sleep', '0.2'])\n"
      "while proc.poll() is None:\n"
      "    work()",
      "auto child = process::Subprocess::Start({sleeper, \"200\"});\n"
      "while (!child->Poll()) work();");

  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start({children.Path("sleeper"), "200"});
  if (!child.ok()) return child.status();
  int number = 0;
  int primes = 0;
  const PollLoop loop =
      WorkUntilEnd(*child, [&] { primes += IsPrime(++number); });

  tell.Output(
      absl::StrCat("rounds while the child ran: ", loop.rounds,
                   "\nprime numbers found:        ", primes,
                   "\nthe child ended with:       ", loop.status.ToString()));
  tell.Notice(
      "Poll() answers at once, so the parent got all this done while the child "
      "slept. With nothing else to do, Wait() is better: it sleeps, where a "
      "poll loop keeps a processor busy.");
  return absl::OkStatus();
}

}  // namespace ch36
