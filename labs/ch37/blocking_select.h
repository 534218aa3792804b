// SPDX-License-Identifier: Apache-2.0
//
// The chapter's slow system call: select() with nothing to wait for, so that
// it blocks in the operating system until its timeout and uses no processor.
// Stands for every blocking call: reading a socket, a disk, a terminal.
//
//   absl::Status status = ch37::BlockingSelect(absl::Milliseconds(100));
//
// The text's own form, select() on a fresh unconnected TCP socket, does not
// block on Linux: such a socket is reported ready at once.
//
// Thread safety: any thread. Errors: INVALID_ARGUMENT for a timeout below 0 or
// infinite; INTERNAL with the system's error when select() itself fails.
// Sources: select(2); Winsock select().

#ifndef LABS_CH37_BLOCKING_SELECT_H_
#define LABS_CH37_BLOCKING_SELECT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace ch37 {

// Blocks the calling thread in select() for `timeout` (0 or more, finite),
// to the microsecond.
absl::Status BlockingSelect(absl::Duration timeout);

// `calls` (0 or more) such calls one after another.
absl::Status BlockingSelects(int calls, absl::Duration timeout);

// The same with a thread for each call.
absl::Status BlockingSelectsOnThreads(int calls, absl::Duration timeout);

}  // namespace ch37

#endif  // LABS_CH37_BLOCKING_SELECT_H_
