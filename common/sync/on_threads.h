// SPDX-License-Identifier: Apache-2.0
//
// OnThreads: does something several times at once and waits for all of it.
//
// Use it for a few pieces of work that may fail and are independent of each
// other: a file each, a child process each.
//
//   absl::Status status = sync_util::OnThreads(files.size(), [&](int i) {
//     return WriteFile(files[i]);
//   });
//
// Thread safety: any thread may call it. The pieces run side by side, so what
// they share needs a lock; an element of a vector each needs none.
//
// Errors: the first error by number, if any piece returned one; all of them
// run to their end all the same.

#ifndef COMMON_SYNC_ON_THREADS_H_
#define COMMON_SYNC_ON_THREADS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace sync_util {

// Calls work(0) to work(count - 1), each on a thread of its own; count is 0 or
// more. Returns when all have returned.
absl::Status OnThreads(int count, absl::FunctionRef<absl::Status(int)> work);

}  // namespace sync_util

#endif  // COMMON_SYNC_ON_THREADS_H_
