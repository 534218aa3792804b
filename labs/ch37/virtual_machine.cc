// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/virtual_machine.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace ch37 {

// ---- What the timeline says -------------------------------------------------

void TimelineOfThreads::Note(int thread, std::optional<lab::Activity> activity,
                             absl::Duration now) {
  Close(thread, now);
  open_[thread] = {activity, now};
}

void TimelineOfThreads::Close(int thread, absl::Duration now) {
  const Open& open = open_[thread];
  if (!open.activity || open.since == now) return;
  std::vector<lab::Interval>& track = tracks_[thread];
  if (!track.empty() && track.back().activity == *open.activity &&
      track.back().end == open.since) {
    track.back().end = now;  // the same goes on
    return;
  }
  track.push_back({.track = thread,
                   .activity = *open.activity,
                   .begin = open.since,
                   .end = now});
}

std::vector<lab::Interval> TimelineOfThreads::Intervals() const {
  std::vector<lab::Interval> all;
  for (const std::vector<lab::Interval>& track : tracks_) {
    all.insert(all.end(), track.begin(), track.end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const lab::Interval& a, const lab::Interval& b) {
                     return a.begin < b.begin;
                   });
  return all;
}

// ---- Clock, processors, sleeping and waking ---------------------------------

void VirtualMachine::Start(int thread, Next next) {
  threads_[thread].place = Place::kReady;
  threads_[thread].next = std::move(next);
  Note(thread);
}

void VirtualMachine::Run() {
  Dispatch();
  while (!events_.empty()) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.time;
    event.happen();
    Dispatch();
  }
  CHECK_EQ(ThreadsAt(Place::kEnded).size(), threads_.size())
      << "a thread waits for ever";
}

void VirtualMachine::Plan(int thread, absl::Duration time, Next happen) {
  const int64_t plan = ++threads_[thread].plan;
  At(time, [this, thread, plan, happen = std::move(happen)] {
    if (threads_[thread].plan == plan) happen();
  });
}

void VirtualMachine::Work(int thread, absl::Duration duration, Next next) {
  threads_[thread].work = duration;
  threads_[thread].next = std::move(next);
  StartWork(thread);
}

void VirtualMachine::Compute(int thread, int64_t ticks,
                             std::function<void(int64_t)> next) {
  threads_[thread].computing = true;
  threads_[thread].ticks = ticks;
  Work(thread, options_.tick * ticks, [this, thread, next = std::move(next)] {
    threads_[thread].computing = false;
    Note(thread);
    next(threads_[thread].ticks);
  });
}

void VirtualMachine::StopAtNextTick(int thread) {
  Thread& t = threads_[thread];
  if (!t.computing) return;
  if (t.place == Place::kOnProcessor) Charge(thread);
  t.ticks -= absl::IDivDuration(t.work, options_.tick, &t.work);
  if (t.place == Place::kOnProcessor) StartWork(thread);
}

void VirtualMachine::StartWork(int thread) {
  threads_[thread].since = now_;
  Note(thread);
  Plan(thread, now_ + threads_[thread].work, [=, this] { FinishWork(thread); });
}

void VirtualMachine::FinishWork(int thread) {
  Charge(thread);
  // Moved out first, as it is likely to set the next one.
  const Next next = std::move(threads_[thread].next);
  next();
}

void VirtualMachine::Sleep(int thread, WaitQueue& queue,
                           std::optional<absl::Duration> timeout,
                           std::function<void(bool)> next) {
  LeaveProcessor(thread, Place::kAsleep);
  queue.push_back(thread);
  threads_[thread].queue = &queue;
  threads_[thread].next = [this, thread, next = std::move(next)] {
    next(threads_[thread].timed_out);
  };
  if (!timeout) return;
  Plan(thread, now_ + *timeout + options_.timer_slack, [=, this] {
    std::erase(*threads_[thread].queue, thread);
    Wake(thread, /*timed_out=*/true);
  });
}

void VirtualMachine::Block(int thread, absl::Duration duration, Next next) {
  LeaveProcessor(thread, Place::kBlocked);
  threads_[thread].next = std::move(next);
  Plan(thread, now_ + duration + options_.timer_slack,
       [=, this] { Wake(thread, /*timed_out=*/true); });
}

void VirtualMachine::End(int thread) { LeaveProcessor(thread, Place::kEnded); }

bool VirtualMachine::WakeOne(WaitQueue& queue) {
  if (queue.empty()) return false;
  const int thread = queue.front();
  queue.pop_front();
  Wake(thread, /*timed_out=*/false);
  return true;
}

void VirtualMachine::LeaveProcessor(int thread, Place place) {
  RaiseFloor();
  threads_[thread].place = place;
  ++threads_[thread].plan;
  Note(thread);
}

// The thread's first work is to get going.
void VirtualMachine::Wake(int thread, bool timed_out) {
  Thread& t = threads_[thread];
  // Else one that slept long would have the processor to itself as long.
  RaiseFloor();
  t.used = std::max(t.used, floor_ - options_.quantum);
  t.timed_out = timed_out;
  t.work = WakeUpTime();
  t.place = Place::kReady;
  ++t.plan;
  Note(thread);
}

absl::Duration VirtualMachine::WakeUpTime() {
  return options_.wake_up / 2 + options_.wake_up * (random_() % 1001) / 1000;
}

// Gives processors to ready threads, as far as it is their turn.
void VirtualMachine::Dispatch() {
  while (std::optional<int> ready = LeastUsed(Place::kReady)) {
    if (!GiveProcessor(*ready)) return;
  }
}

// False if the thread has to wait for its turn.
bool VirtualMachine::GiveProcessor(int thread) {
  const int busy = static_cast<int>(ThreadsAt(Place::kOnProcessor).size());
  if (busy >= options_.processors) {
    const int rival = *MostUsed(Place::kOnProcessor);
    const absl::Duration turn = Used(thread) + options_.quantum;
    if (Used(rival) < turn) {
      DispatchAt(now_ + turn - Used(rival));
      return false;
    }
    Charge(rival);
    LeaveProcessor(rival, Place::kReady);
  }
  threads_[thread].place = Place::kOnProcessor;
  StartWork(thread);
  return true;
}

// Once is enough: Dispatch finds out itself when it has to look again.
void VirtualMachine::DispatchAt(absl::Duration time) {
  if (next_dispatch_ <= time) return;
  next_dispatch_ = time;
  At(time, [=, this] {
    if (next_dispatch_ == time) next_dispatch_ = absl::InfiniteDuration();
  });
}

absl::Duration VirtualMachine::Used(int thread) const {
  const Thread& t = threads_[thread];
  return t.place == Place::kOnProcessor ? t.used + (now_ - t.since) : t.used;
}

void VirtualMachine::Charge(int thread) {
  Thread& t = threads_[thread];
  t.used += now_ - t.since;
  t.work -= now_ - t.since;
  t.since = now_;
}

// To what the threads that are awake have all used by now.
void VirtualMachine::RaiseFloor() {
  absl::Duration least = absl::InfiniteDuration();
  for (Place place : {Place::kReady, Place::kOnProcessor}) {
    if (auto thread = LeastUsed(place)) least = std::min(least, Used(*thread));
  }
  if (least < absl::InfiniteDuration()) floor_ = std::max(floor_, least);
}

std::optional<int> VirtualMachine::LeastUsed(Place place) const {
  const std::vector<int> all = ThreadsAt(place);
  auto least = std::min_element(
      all.begin(), all.end(), [&](int a, int b) { return Used(a) < Used(b); });
  return least == all.end() ? std::nullopt : std::optional<int>(*least);
}

std::optional<int> VirtualMachine::MostUsed(Place place) const {
  const std::vector<int> all = ThreadsAt(place);
  auto most = std::max_element(all.begin(), all.end(),
                               [&](int a, int b) { return Used(a) < Used(b); });
  return most == all.end() ? std::nullopt : std::optional<int>(*most);
}

std::vector<int> VirtualMachine::ThreadsAt(Place place) const {
  std::vector<int> all;
  for (size_t i = 0; i < threads_.size(); ++i) {
    if (threads_[i].place == place) all.push_back(static_cast<int>(i));
  }
  return all;
}

void VirtualMachine::Note(int thread) {
  const Thread& t = threads_[thread];
  std::optional<lab::Activity> activity = lab::Activity::kWaiting;
  if (t.place == Place::kEnded) activity = std::nullopt;
  if (t.place == Place::kBlocked) activity = lab::Activity::kBlocked;
  if (t.place == Place::kOnProcessor && t.computing) {
    activity = lab::Activity::kRunning;
  }
  timeline_.Note(thread, activity, now_);
}

}  // namespace ch37
