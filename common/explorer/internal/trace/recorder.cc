// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/recorder.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/race_detector.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/trace/step.h"

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
  looks_ = false;
  without_locks_.Begin();
}

std::string Recorder::NameOf(const char* kind, uintptr_t object) {
  std::string& name = names_[object];
  if (name.empty())
    name = absl::StrCat(absl::string_view(kind, 1), ++counts_[kind]);
  return name;
}

void Recorder::Note(int thread, const char* what, const char* kind,
                    uintptr_t object, std::vector<Pc> stack) {
  execution_.steps.push_back(
      {thread, what, NameOf(kind, object), "", std::move(stack)});
}

void Recorder::NoteThread(int thread, const char* what, int other,
                          std::vector<Pc> stack) {
  execution_.steps.push_back(
      {thread, what, absl::StrCat("T", other), "", std::move(stack)});
}

void Recorder::NoteEnd(int thread, const char* what, std::vector<Pc> stack) {
  looks_ = false;
  execution_.steps.push_back({thread, what, "", "", std::move(stack)});
}

std::string Recorder::Look(const volatile void* address, size_t size) {
  looks_ = true;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  std::string value = ValueAt(address, size);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  looks_ = false;
  return value;
}

// The same thread reads the same value again and again: once will do.
bool Recorder::IsSaidAlready(const Step& step) const {
  if (execution_.steps.empty()) return false;
  const Step& last = execution_.steps.back();
  return last.thread == step.thread && last.what == step.what &&
         last.object == step.object && last.value == step.value;
}

void Recorder::NoteAccess(int thread, const char* what,
                          const volatile void* address, size_t size,
                          bool writes, const std::vector<Pc>& stack) {
  // No memory is owned meanwhile: a fault does not return.
  std::string value = Look(address, size);
  const uintptr_t object = reinterpret_cast<uintptr_t>(address);
  Step step = {thread, what, NameOf("variable", object), value, stack};
  if (!writes && IsSaidAlready(step)) return;
  execution_.steps.push_back(std::move(step));
  if (writes) {
    pending_.push_back(
        {thread, execution_.steps.size() - 1, address, size, std::move(value)});
  }
}

void Recorder::GoesOn(int thread) {
  for (size_t i = 0; i < pending_.size();) {
    if (pending_[i].thread != thread) {
      ++i;
      continue;
    }
    // Gone first: its memory may be, too.
    const Pending pending = std::move(pending_[i]);
    pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
    const std::string now = Look(pending.address, pending.size);
    if (!now.empty()) {
      execution_.steps[pending.step].value =
          absl::StrCat(pending.before, " -> ", now);
    }
  }
}

void Recorder::FailsForNoReason(int thread) {
  for (size_t i = pending_.size(); i-- > 0;) {
    if (pending_[i].thread != thread) continue;
    execution_.steps[pending_[i].step].what = "fail for no reason to write";
    pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Recorder::GoesNoFurther(int thread) {
  for (const Pending& pending : pending_) {
    if (pending.thread == thread) execution_.steps[pending.step].value.clear();
  }
  pending_.erase(std::remove_if(pending_.begin(), pending_.end(),
                                [&](const Pending& pending) {
                                  return pending.thread == thread;
                                }),
                 pending_.end());
}

void Recorder::Stuck(int thread, const std::string& what,
                     std::vector<std::string> holds, std::vector<Pc> stack) {
  execution_.stuck.push_back(
      {thread, what, std::move(stack), std::move(holds)});
}

void Recorder::Holds(std::vector<std::string> mutexes) {
  if (execution_.steps.empty()) return;
  execution_.steps.back().holds = std::move(mutexes);
}

void Recorder::Found(int threads, const Finding& finding) {
  execution_.threads = threads;
  execution_.details = finding.message;
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
  const std::optional<Race> unordered =
      without_locks_.Access(thread, address, size, {.write = writes}, nullptr);
  if (!unordered) return;
  for (uintptr_t word = unordered->begin & ~(kWord - 1); word < unordered->end;
       word += kWord) {
    worth_a_line_.insert(word);
  }
}

bool Recorder::IsWorthALine(uintptr_t address, size_t size) const {
  const auto found = worth_a_line_.lower_bound(address & ~(kWord - 1));
  return found != worth_a_line_.end() && *found < address + size;
}

Execution Recorder::Take() { return std::exchange(execution_, Execution()); }

}  // namespace explorer::internal
