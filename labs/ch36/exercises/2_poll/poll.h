// SPDX-License-Identifier: Apache-2.0
//
// Works while a child runs, and hears what it says meanwhile.
//
//   auto child = process::Subprocess::Start({"make"},
//                                           {.out = process::Stdio::Pipe()});
//   if (!child.ok()) return child.status();
//   absl::StatusOr<ch36::Ended> make =
//       ch36::WorkWhileItRuns(*child, [&](absl::string_view news) {
//         window.Append(news);
//         window.DrawOneFrame();
//       });
//
// Thread safety: any thread may call it, a child belongs to one call at a time.

#ifndef LABS_CH36_EXERCISES_2_POLL_POLL_H_
#define LABS_CH36_EXERCISES_2_POLL_POLL_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

// How a child ended, and all that it wrote to its standard output.
struct Ended {
  process::ExitStatus status;
  std::string out = "";
};

// Calls step(news) again and again until `child`, whose output is a pipe, has
// ended. `news` is what has come out of the pipe since the step before; often
// that is nothing.
//
// Nothing but step() keeps it from going on: it waits neither for the child's
// end nor for its output. Once the end can be seen there is no further step,
// and none at all if it can be seen at the start. What the child wrote last is
// in `out` even so.
//
// A process that the child has left behind may hold the pipe open. It is not
// waited for.
//
// Errors: those of process::PipeReader.
absl::StatusOr<Ended> WorkWhileItRuns(
    process::Subprocess& child,
    absl::FunctionRef<void(absl::string_view)> step);

}  // namespace ch36

#endif  // LABS_CH36_EXERCISES_2_POLL_POLL_H_
