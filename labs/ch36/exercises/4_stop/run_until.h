// SPDX-License-Identifier: Apache-2.0
//
// Runs a program until it ends, or until it is enough: then it has to end.
//
//   const absl::Time deadline = absl::Now() + absl::Seconds(10);
//   absl::StatusOr<ch36::Stopped> test = ch36::RunUntil(
//       {"./test"},
//       [&](absl::string_view out) {
//         return absl::Now() >= deadline || out.size() > 1'000'000;
//       },
//       /*grace=*/absl::Seconds(2));
//   if (test.ok() && test->by != ch36::EndedBy::kItself) Show(test->out);
//
// Thread safety: any thread may call it.

#ifndef LABS_CH36_EXERCISES_4_STOP_RUN_UNTIL_H_
#define LABS_CH36_EXERCISES_4_STOP_RUN_UNTIL_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"

namespace ch36 {

enum class EndedBy {
  kItself,   // before it was enough
  kRequest,  // it was asked to end (process::Subprocess::Terminate()), and did
  kForce,    // it was asked, was still there after the grace, and was killed
};

struct Stopped {
  process::ExitStatus status;
  EndedBy by = EndedBy::kItself;
  // All that it wrote to its standard output, to the very end: what it said
  // when it had been asked as well.
  std::string out = "";
};

// Runs command[0] with the arguments command[1], command[2], ... Its input is
// empty, its standard error goes where that of this program goes.
//
// While it runs, enough(out) is asked several times a second, with all that it
// has written until then. After the first `true` it is asked to end, and has
// `grace` for that; if it needs less, nobody waits longer. If it is still there
// then, it is killed, and with it all the processes that it has started.
//
// Errors: those of process::Subprocess.
absl::StatusOr<Stopped> RunUntil(
    const std::vector<std::string>& command,
    absl::FunctionRef<bool(absl::string_view out)> enough,
    absl::Duration grace);

}  // namespace ch36

#endif  // LABS_CH36_EXERCISES_4_STOP_RUN_UNTIL_H_
