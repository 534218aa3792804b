// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal, in ten steps. They are in the folder
// steps/, a file each.
//
//   bazel run //labs/ch36:demo
//   bazel run //labs/ch36:demo -- --step=8

#include "common/lab/demo.h"

#include "absl/status/status.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/steps/steps.h"

int main(int argc, char** argv) {
  const ch36::ChildPrograms children(argv[0]);
  lab::Demo demo("Chapter 36: child processes");
  const auto add = [&](const char* title, auto step) {
    demo.AddStep(title, [&children, step](lab::Narrator& tell) {
      return step(tell, children);
    });
  };
  add("An echo through a pipe", ch36::EchoStep);
  add("A word of the shell is no program", ch36::ShellStep);
  add("Working while a child runs", ch36::PollStep);
  add("Ten children side by side", ch36::SideBySideStep);
  add("A child as a filter", ch36::FilterStep);
  add("Two children and a pipe", ch36::PipelineStep);
  add("A list of arguments, and one string", ch36::QuotingStep);
  add("The full pipe: a deadlock and two cures", ch36::FullPipeStep);
  add("A timeout, and nobody left behind", ch36::TimeoutStep);
  add("run or Popen?", ch36::RunOrStartStep);
  return demo.Main(argc, argv);
}
