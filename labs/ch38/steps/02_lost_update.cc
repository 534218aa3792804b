// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status LostUpdateStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "The two threads again, and no luck needed. The explorer runs them one "
      "at a time, and decides before each read and each write which of them "
      "goes on: first one way, then another, until it has seen every order "
      "that can matter. This is the counter as everybody writes it:");
  tell.Code(
      "explorer::Explore([] {\n"
      "  PlainCounter counter;                            // count_ += offset\n"
      "  std::thread a([&] { counter.Increment(1); });    // T1\n"
      "  std::thread b([&] { counter.Increment(1); });    // T2\n"
      "  a.join(); b.join();                              // T0 waits\n"
      "  EXPECT_EQ(counter.value(), 2);\n"
      "});");
  absl::StatusOr<std::string> two =
      ExplorationOrWhyNot(files, "lost-update", Show::kTrace);
  if (!two.ok()) return two.status();
  tell.Output(*two);
  tell.Say("And the lecture's five sensors, with one reading each:");
  absl::StatusOr<std::string> five =
      ExplorationOrWhyNot(files, "lost-update-5", Show::kVerdict);
  if (!five.ok()) return five.status();
  tell.Output(*five);
  tell.Notice(
      "Read from top to bottom: T1 reads, T2 reads, adds and writes, T1 adds "
      "and writes, and T2's reading is gone. It is the lecture's order, the "
      "same in every run and on every machine. Nobody sees the adding: that "
      "happens inside the processor. Of five sensors nearly every order loses "
      "something; stress hardly ever gets there.");
  return absl::OkStatus();
}

}  // namespace ch38
