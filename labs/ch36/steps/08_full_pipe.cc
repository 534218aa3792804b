// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/temp_directory.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/full_pipe.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

constexpr size_t kPiece = 1024;  // of what flood writes at a time
constexpr int kMostTurns = 30;

// Waits for the child a second, and for another one as long as the child has
// not yet come so far that it is stuck: a slow machine may need that.
absl::StatusOr<Waited> WaitUntilStuck(process::Subprocess& child) {
  for (int turn = 1;; ++turn) {
    absl::StatusOr<Waited> waited = WaitWithoutReading(child, absl::Seconds(1));
    if (!waited.ok() || waited->status || turn == kMostTurns) return waited;
    if (waited->bytes_in_pipe + kPiece > waited->pipe_capacity) return waited;
  }
}

absl::StatusOr<std::string> DeadlockSample(
    const std::vector<std::string>& flood) {
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(flood, {.out = process::Stdio::Pipe()});
  if (!child.ok()) return child.status();
  absl::StatusOr<Waited> waited = WaitUntilStuck(*child);
  if (!waited.ok()) return waited.status();
  return absl::StrCat(
      "what Wait() says after a second:  ",
      waited->status ? waited->status->ToString() : "the child still runs",
      "\nbytes that went into the pipe:    ", waited->bytes_in_pipe,
      "\nbytes that this pipe holds:       ", waited->pipe_capacity);
}

absl::StatusOr<size_t> FileCure(const std::vector<std::string>& flood) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  absl::StatusOr<std::string> out =
      OutputThroughAFile(flood, (folder->path() / "out.txt").string());
  if (!out.ok()) return out.status();
  return out->size();
}

}  // namespace

absl::Status FullPipeStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "A child writes 1,000,000 bytes to a pipe. Its parent waits for the "
      "child's end, and means to read then. (The child is killed later, so "
      "that this demo goes on.)");
  tell.Translate(
      "proc = subprocess.Popen([flood, '1000000'], stdout=PIPE)\n"
      "proc.wait()                       # for ever\n"
      "out = proc.stdout.read()",
      "auto child = process::Subprocess::Start(\n"
      "    {flood, \"1000000\"}, {.out = process::Stdio::Pipe()});\n"
      "child->Wait();                    // for ever");
  const std::vector<std::string> flood = {children.Path("flood"), "1000000"};
  absl::StatusOr<std::string> deadlock = DeadlockSample(flood);
  if (!deadlock.ok()) return deadlock.status();
  tell.Output(*deadlock);
  tell.Say(
      "The pipe is full. The child waits for the parent to read; the parent "
      "waits for the child to end. Two cures: let the child write to a file, "
      "which takes any amount, or read while you wait.");

  tell.Translate(
      "subprocess.run([flood, '1000000'], stdout=open('out.txt', 'wb'))\n"
      "out, err = proc.communicate()",
      "process::Run({flood, \"1000000\"}, {.start = {.out =\n"
      "    process::Stdio::File(\"out.txt\", process::FileMode::kTruncate)}})\n"
      "child->Communicate()              // or all at once: process::Run()");
  absl::StatusOr<size_t> file = FileCure(flood);
  if (!file.ok()) return file.status();
  absl::StatusOr<std::string> communicate = process::CheckOutput(flood);
  if (!communicate.ok()) return communicate.status();
  tell.Output(
      absl::StrCat("bytes through the file:    ", *file,
                   "\nbytes by Communicate():    ", communicate->size()));
  tell.Notice(
      "A test with little output finds nothing: all of it fits into the pipe. "
      "Wait() and a pipe never go together.");
  return absl::OkStatus();
}

}  // namespace ch36
