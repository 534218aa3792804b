// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal: how an update is lost, who finds it, and
// what keeps it. The steps are in the folder steps/, a file each.
//
//   bazel run //labs/ch38:demo
//   bazel run //labs/ch38:demo -- --step=2

#include "common/lab/demo.h"

#include <string>

#include "absl/status/status.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

int main(int argc, char** argv) {
  const ch38::LabFiles files(argv[0]);
  lab::Demo demo("Chapter 38: locks, and bugs that can't hide");
  const auto add =
      [&](const std::string& title,
          absl::Status (*step)(lab::Narrator&, const ch38::LabFiles&)) {
        demo.AddStep(title, [step, &files](lab::Narrator& tell) {
          return step(tell, files);
        });
      };
  demo.AddStep("Left to chance", ch38::StressStep);
  add("The update that is always lost", ch38::LostUpdateStep);
  add("A lock, and the proof", ch38::LockStep);
  add("Without a lock", ch38::NoLockStep);
  add("And Python?", ch38::PythonStep);
  add("The compiler finds it", ch38::CompilerStep);
  add("ThreadSanitizer finds it", ch38::TsanStep);
  demo.AddStep("One lock for all disks, or one each", ch38::DisksStep);
  add("Readers", ch38::ReadersStep);
  add("Two locks, two orders", ch38::DeadlockStep);
  add("The wakeup that came too early", ch38::MissedWakeupStep);
  return demo.Main(argc, argv);
}
