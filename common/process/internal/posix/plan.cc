// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/plan.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/process/handle.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/lookup.h"
#include "common/process/internal/posix/streams.h"
#include "common/process/options.h"

namespace process::internal {
namespace {

std::vector<char*> Pointers(absl::Span<const std::string> texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Plan::Plan(const Request& request) : request_(request) {
  SetProgram();
  SetHandles();
  SetPlace();
  SetRights();
}

void Plan::Connect(const Streams& streams) {
  for (int i = 0; i < 3; ++i) plan_.streams[i] = streams.source(i);
}

void Plan::SetProgram() {
  if (request_.shell) {
    // A command may begin with "-" and yet be no option.
    args_ = {"sh", "-c", "--", request_.args[0]};
    candidates_ = {"/bin/sh"};
  } else {
    candidates_ = Candidates(request_);
  }
  argv_ = Pointers(request_.shell ? args_ : request_.args);
  candidate_pointers_ = Pointers(candidates_);
  plan_.argv = argv_.data();
  plan_.candidates = candidate_pointers_.data();
  plan_.candidate_count = static_cast<int>(candidates_.size());
  plan_.envp = environ;
  if (request_.environment.has_value()) {
    for (const auto& [name, value] : *request_.environment) {
      variables_.push_back(absl::StrCat(name, "=", value));
    }
    envp_ = Pointers(variables_);
    plan_.envp = envp_.data();
  }
}

void Plan::SetHandles() {
  for (const NativeHandle handle : request_.options.pass_handles) {
    if (handle <= STDERR_FILENO) continue;  // these it has anyway
    kept_.push_back({.fd = static_cast<int>(handle), .for_program = true});
  }
  std::sort(
      kept_.begin(), kept_.end(),
      [](const KeptHandle& a, const KeptHandle& b) { return a.fd < b.fd; });
  plan_.kept = kept_.data();
  plan_.kept_count = static_cast<int>(kept_.size());
}

void Plan::SetPlace() {
  const StartOptions& options = request_.options;
  if (!options.cwd.empty()) plan_.cwd = options.cwd.c_str();
  plan_.new_session = options.group == Group::kNewSession;
  if (options.group == Group::kNewGroup) plan_.group = 0;
  if (options.posix.join_group.has_value()) {
    plan_.group = static_cast<pid_t>(*options.posix.join_group);
  }
  plan_.die_with_parent = options.die_with_parent;
  if (options.die_with_parent) plan_.parent = getpid();
  plan_.restore_signals = options.posix.restore_signals;
}

void Plan::SetRights() {
  const PosixOptions& posix = request_.options.posix;
  if (posix.umask.has_value()) plan_.umask = *posix.umask;
  for (const ResourceLimit& limit : posix.limits) {
    limits_.push_back({limit.resource, limit.soft, limit.hard});
  }
  plan_.limits = limits_.data();
  plan_.limit_count = static_cast<int>(limits_.size());
  if (posix.uid.has_value()) plan_.uid = *posix.uid;
  if (posix.gid.has_value()) plan_.gid = *posix.gid;
  if (posix.groups.has_value()) {
    groups_.assign(posix.groups->begin(), posix.groups->end());
    plan_.group_count = static_cast<int>(groups_.size());
  } else if (posix.uid.has_value() || posix.gid.has_value()) {
    plan_.group_count = 0;
    plan_.groups_may_fail = true;
  }
  plan_.groups = groups_.data();
}

}  // namespace process::internal
