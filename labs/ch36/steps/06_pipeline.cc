// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/process/pipe.h"
#include "common/process/pipeline.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

using process::Stdio;
using process::Subprocess;

// "still runs", or how it ended.
std::string LookAt(const absl::StatusOr<process::ExitStatus>& waited) {
  return waited.ok() ? waited->ToString() : "still runs";
}

// Two children joined by a pipe of which this process, by mistake, keeps one
// end: Borrow() leaves it open, where Own() would close it.
struct Couple {
  Subprocess first;
  Subprocess second;
};

absl::StatusOr<Couple> StartCouple(const std::vector<std::string>& first_args,
                                   Stdio first_out,
                                   const std::vector<std::string>& second_args,
                                   Stdio second_in) {
  absl::StatusOr<Subprocess> first =
      Subprocess::Start(first_args, {.out = std::move(first_out)});
  if (!first.ok()) return first.status();
  absl::StatusOr<Subprocess> second = Subprocess::Start(
      second_args, {.in = std::move(second_in), .out = Stdio::Null()});
  if (!second.ok()) return second.status();
  return Couple{*std::move(first), *std::move(second)};
}

// The second child reads until nobody can write any more; and we can.
absl::StatusOr<std::string> KeepTheWritingEnd(const ChildPrograms& children) {
  absl::StatusOr<process::Pipe> pipe = process::OpenPipe();
  if (!pipe.ok()) return pipe.status();
  absl::StatusOr<Couple> couple = StartCouple(
      {children.Path("list_sockets")}, Stdio::Borrow(pipe->write.get()),
      {children.Path("find_lines"), "LISTEN"},
      Stdio::Own(std::move(pipe->read)));
  if (!couple.ok()) return couple.status();

  const std::string first = LookAt(couple->first.Wait());
  const std::string second =
      LookAt(couple->second.Wait(absl::Milliseconds(300)));
  pipe->write.Close();
  return absl::StrCat(
      "list_sockets ends:       ", first, "\nfind_lines, 0.3 s later: ", second,
      "\nonce our end is closed:  ", LookAt(couple->second.Wait()));
}

// The first child writes as long as somebody can read; and we can.
absl::StatusOr<std::string> KeepTheReadingEnd(const ChildPrograms& children) {
  absl::StatusOr<process::Pipe> pipe = process::OpenPipe();
  if (!pipe.ok()) return pipe.status();
  absl::StatusOr<Couple> couple = StartCouple(
      {children.Path("flood"), "1000000"}, Stdio::Own(std::move(pipe->write)),
      {children.Path("echo")}, Stdio::Borrow(pipe->read.get()));
  if (!couple.ok()) return couple.status();

  const std::string second = LookAt(couple->second.Wait());
  const std::string first = LookAt(couple->first.Wait(absl::Milliseconds(300)));
  pipe->read.Close();
  return absl::StrCat(
      "echo ends, reads nothing: ", second,
      "\nflood, 0.3 s later:       ", first,
      "\nonce our end is closed:   ", LookAt(couple->first.Wait()));
}

}  // namespace

absl::Status PipelineStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "The output of one child is the input of the next: which sockets wait "
      "for callers? Two programs of ours stand in for netstat and findstr, and "
      "their table of sockets is made up.");
  tell.Translate(
      "p1 = subprocess.Popen(['netstat'], stdout=PIPE)\n"
      "p2 = subprocess.Popen(['findstr', 'LISTEN'], stdin=p1.stdout,\n"
      "                      stdout=PIPE)\n"
      "p1.stdout.close()\n"
      "out, err = p2.communicate()",
      "process::RunPipeline({{.args = {list_sockets}},\n"
      "                      {.args = {find_lines, \"LISTEN\"}}})");
  absl::StatusOr<std::vector<process::CompletedProcess>> stages =
      process::RunPipeline({{.args = {children.Path("list_sockets")}},
                            {.args = {children.Path("find_lines"), "LISTEN"}}},
                           {.text = true});
  if (!stages.ok()) return stages.status();
  tell.Output(stages->back().out);

  tell.Say(
      "Why p1.stdout.close()? The parent made the pipe, so it holds both ends "
      "until it closes them. Popen closes the writing end by itself; p1.stdout "
      "is the reading end. Here we keep the writing end open:");
  absl::StatusOr<std::string> writing_end = KeepTheWritingEnd(children);
  if (!writing_end.ok()) return writing_end.status();
  tell.Output(*writing_end);
  tell.Say(
      "And here the reading end, before a first child that writes 1,000,000 "
      "bytes to a second one that does not read:");
  absl::StatusOr<std::string> reading_end = KeepTheReadingEnd(children);
  if (!reading_end.ok()) return reading_end.status();
  tell.Output(*reading_end);
  tell.Notice(
      "A reader waits for more as long as anybody could write, and a writer "
      "for room as long as anybody could read. Both times that was us. "
      "RunPipeline() closes each end as soon as its child has it, and so does "
      "Stdio::Own().");
  return absl::OkStatus();
}

}  // namespace ch36
