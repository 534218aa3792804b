// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/pipeline.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace ch36 {

using process::Stdio;
using process::Subprocess;

absl::StatusOr<Joined> JoinByPipe(const std::vector<std::string>& first,
                                  const std::vector<std::string>& second) {
  absl::StatusOr<process::Pipe> pipe = process::OpenPipe();
  if (!pipe.ok()) return pipe.status();

  // Own: each end is closed here as soon as its child has it. Were the writing
  // end left open, the second child would wait for more input for ever.
  absl::StatusOr<Subprocess> writer =
      Subprocess::Start(first, {.out = Stdio::Own(std::move(pipe->write))});
  if (!writer.ok()) return writer.status();
  absl::StatusOr<Subprocess> reader = Subprocess::Start(
      second, {.in = Stdio::Own(std::move(pipe->read)), .out = Stdio::Pipe()});
  if (!reader.ok()) return reader.status();

  absl::StatusOr<process::Output> output = reader->Communicate({.text = true});
  if (!output.ok()) return output.status();
  absl::StatusOr<process::ExitStatus> first_status = writer->Wait();
  if (!first_status.ok()) return first_status.status();
  absl::StatusOr<process::ExitStatus> second_status = reader->Wait();
  if (!second_status.ok()) return second_status.status();
  return Joined{output->out, *first_status, *second_status};
}

}  // namespace ch36
