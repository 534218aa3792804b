// SPDX-License-Identifier: Apache-2.0
//
// Conversation writes one input to, and reads all outputs of, a child or of
// several that are connected, all at once, and can be left off at a timeout and
// gone on with later.
//
// Thread safety: one thread at a time.

#ifndef COMMON_PROCESS_INTERNAL_CONVERSATION_H_
#define COMMON_PROCESS_INTERNAL_CONVERSATION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/internal/collector.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/pipe.h"

namespace process::internal {

// Who takes part. Ends that are not open take none. They may be other objects
// at each call, as long as they are the same ends in the same order.
struct Parties {
  PipeWriter* input;
  std::vector<PipeReader*> outputs;
  std::vector<Child*> children;
};

class Conversation {
 public:
  explicit Conversation(size_t outputs) : collectors_(outputs) {}

  // Gives what comes to `take`, with the index of the output. True once all is
  // written and read and the children have ended, and been reaped; false if
  // options.timeout came first.
  //
  // FailedPrecondition: see Subprocess::Communicate().
  using Taker = absl::FunctionRef<void(size_t, absl::string_view)>;
  absl::StatusOr<bool> GoOn(const Parties& parties,
                            const CommunicateOptions& options, Taker take);

  // GoOn() with each output kept in its collector.
  absl::StatusOr<bool> GoOnCollecting(const Parties& parties,
                                      const CommunicateOptions& options);

  Collector& collector(size_t output) { return collectors_[output]; }
  // Some output brought more than the limit.
  bool truncated() const;
  // An output was given up on that some process still holds.
  bool held_open() const { return held_open_; }

 private:
  absl::Status CheckInput(const Parties& parties,
                          absl::string_view input) const;
  absl::StatusOr<PumpEnd> PumpOnce(const Parties& parties,
                                   const CommunicateOptions& options,
                                   const Deadline& deadline, Taker take);
  absl::Status HangUp(const Parties& parties, PumpEnd end);

  std::vector<Collector> collectors_;
  std::string unwritten_;  // input that a timeout left over
  bool held_open_ = false;
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_CONVERSATION_H_
