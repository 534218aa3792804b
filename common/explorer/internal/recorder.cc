// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/recorder.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/explorer/internal/finding.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/operation.h"
#include "common/explorer/internal/step.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kWord = 8;

template <typename Number>
std::string NumberAt(const volatile void* address) {
  Number number;
  std::memcpy(&number, const_cast<const void*>(address), sizeof(number));
  return absl::StrCat(number);
}

// As a number, if it has the size of one.
std::string ValueAt(const volatile void* address, size_t size) {
  switch (size) {
    case 1:
      return absl::StrCat(
          static_cast<int>(*static_cast<const volatile int8_t*>(address)));
    case 2:
      return NumberAt<int16_t>(address);
    case 4:
      return NumberAt<int32_t>(address);
    case 8:
      return NumberAt<int64_t>(address);
    default:
      return "";
  }
}

}  // namespace

void Recorder::Begin() {
  execution_ = Execution();
  names_.clear();
  counts_.clear();
  pending_.clear();
}

std::string Recorder::NameOf(const char* kind, uintptr_t object) {
  std::string& name = names_[object];
  if (name.empty()) name = absl::StrCat(kind, " ", ++counts_[kind]);
  return name;
}

void Recorder::Note(int thread, const std::string& what, const char* kind,
                    uintptr_t object, std::vector<Pc> stack) {
  execution_.steps.push_back({thread, what,
                              object == 0 ? "" : NameOf(kind, object), "",
                              std::move(stack)});
}

void Recorder::NoteAccess(int thread, const char* what,
                          const volatile void* address, size_t size,
                          bool writes, std::vector<Pc> stack) {
  std::string value = ValueAt(address, size);
  const uintptr_t object = reinterpret_cast<uintptr_t>(address);
  execution_.steps.push_back(
      {thread, what, NameOf("data", object), value, std::move(stack)});
  if (writes) {
    pending_.push_back({thread, execution_.steps.size() - 1, address, size,
                        std::move(value)});
  }
}

void Recorder::GoesOn(int thread) {
  for (size_t i = 0; i < pending_.size();) {
    const Pending& pending = pending_[i];
    if (pending.thread != thread) {
      ++i;
      continue;
    }
    const std::string now = ValueAt(pending.address, pending.size);
    if (!now.empty()) {
      execution_.steps[pending.step].value =
          absl::StrCat(pending.before, " -> ", now);
    }
    pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Recorder::Stuck(int thread, const std::string& what,
                     std::vector<Pc> stack) {
  execution_.stuck.push_back({thread, what, std::move(stack)});
}

void Recorder::Found(int threads, const Finding& finding) {
  execution_.threads = threads;
  execution_.finding = finding.message;
  if (finding.kind == Finding::Kind::kFailedAssertion) DropTheTestsOwnLocks();
}

// Of GoogleTest, when it reports the failure: they come last, and are locks of
// mutexes that are nowhere else.
void Recorder::DropTheTestsOwnLocks() {
  std::vector<Step>& steps = execution_.steps;
  size_t keep = steps.size();
  while (keep > 0 && absl::EndsWith(steps[keep - 1].what, "lock")) --keep;
  for (size_t i = 0; i < keep; ++i) {
    for (size_t last = keep; last < steps.size(); ++last) {
      if (steps[i].object == steps[last].object) return;
    }
  }
  steps.resize(keep);
}

void Recorder::Learn(int thread, uintptr_t address, size_t size, bool writes) {
  for (uintptr_t at = address & ~(kWord - 1); at < address + size;
       at += kWord) {
    Word& word = words_[at];
    if (writes && (word.threads & ~SetOf(thread)) != 0) {
      word.worth_a_line = true;
    }
    word.threads |= SetOf(thread);
  }
}

bool Recorder::IsWorthALine(uintptr_t address, size_t size) const {
  for (uintptr_t at = address & ~(kWord - 1); at < address + size;
       at += kWord) {
    const auto found = words_.find(at);
    if (found != words_.end() && found->second.worth_a_line) return true;
  }
  return false;
}

Execution Recorder::Take() { return std::exchange(execution_, Execution()); }

}  // namespace explorer::internal
