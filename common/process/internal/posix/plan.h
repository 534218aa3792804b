// SPDX-License-Identifier: Apache-2.0
//
// Writes down for a child all that it is to do, before there is a child.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_PLAN_H_
#define COMMON_PROCESS_INTERNAL_POSIX_PLAN_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/streams.h"

namespace process::internal {

// A ChildPlan and all that its pointers point to. `request` must outlive it.
class Plan {
 public:
  explicit Plan(const Request& request);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  void Connect(const Streams& streams);

  const ChildPlan& get() const { return plan_; }

  // The paths that the program is tried at.
  const std::string& candidate(size_t i) const { return candidates_[i]; }
  size_t candidate_count() const { return candidates_.size(); }

 private:
  void SetProgram();
  void SetHandles();
  void SetPlace();
  void SetRights();

  const Request& request_;
  ChildPlan plan_;
  std::vector<std::string> args_;
  std::vector<char*> argv_;
  std::vector<std::string> candidates_;
  std::vector<char*> candidate_pointers_;
  std::vector<std::string> variables_;
  std::vector<char*> envp_;
  std::vector<KeptHandle> kept_;
  std::vector<ChildLimit> limits_;
  std::vector<gid_t> groups_;
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_PLAN_H_
