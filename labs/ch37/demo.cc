// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal: what threads make faster, and why not the
// rest. The steps are in the folder steps/, a file each.
//
//   bazel run //labs/ch37:demo
//   bazel run //labs/ch37:demo -- --step=2

#include "common/lab/demo.h"

#include <string>

#include "labs/ch37/cpython_workloads.h"
#include "labs/ch37/steps/steps.h"

int main(int argc, char** argv) {
  const std::string script = ch37::WorkloadsScript(argv[0]);
  lab::Demo demo("Chapter 37: threads are for waiting");
  demo.AddStep("Computing: four numbers", ch37::ComputeStep);
  demo.AddStep("Why the old lock made it slower", ch37::SignalAndHopeStep);
  demo.AddStep("Waiting: five blocking calls", ch37::SelectStep);
  demo.AddStep("Writing line by line", ch37::LinesStep);
  demo.AddStep("Writing in one go", ch37::ChunksStep);
  demo.AddStep("The convoy", ch37::ConvoyStep);
  demo.AddStep("The locks in pictures", ch37::PicturesStep);
  demo.AddStep("The real CPython", [&](lab::Narrator& tell) {
    return ch37::CPythonStep(tell, script);
  });
  return demo.Main(argc, argv);
}
