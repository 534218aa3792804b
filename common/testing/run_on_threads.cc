// SPDX-License-Identifier: Apache-2.0

#include "common/testing/run_on_threads.h"

#include <cstddef>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"

namespace testing_util {
namespace {

struct Race {
  explicit Race(int n) : not_at_gate(n), thrown(n) {}

  absl::BlockingCounter not_at_gate;
  absl::Notification gate_open;
  // Written before the gate opens, read after.
  bool called_off = false;
  // By index; each thread writes its own only.
  std::vector<std::exception_ptr> thrown;
};

void RunOne(Race* race, int index, absl::FunctionRef<void(int)> body) {
  race->not_at_gate.DecrementCount();
  race->gate_open.WaitForNotification();
  if (race->called_off) return;
  try {
    body(index);
  } catch (...) {
    race->thrown[index] = std::current_exception();
  }
}

void JoinAll(std::vector<std::thread>* threads) {
  for (std::thread& thread : *threads) thread.join();
}

std::string Describe(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

void RethrowFirst(const std::vector<std::exception_ptr>& thrown) {
  std::exception_ptr first;
  for (size_t index = 0; index < thrown.size(); ++index) {
    if (thrown[index] == nullptr) continue;
    if (first == nullptr) {
      first = thrown[index];
    } else {
      std::fprintf(stderr, "RunOnThreads: body(%zu) threw too: %s\n", index,
                   Describe(thrown[index]).c_str());
    }
  }
  if (first != nullptr) std::rethrow_exception(first);
}

}  // namespace

namespace internal {

void RunOnThreads(int n, absl::FunctionRef<void(int index)> body,
                  StartThread start_thread) {
  if (n < 1 || n > kMaxThreads) {
    throw std::invalid_argument(absl::StrCat(
        "RunOnThreads: n is ", n, "; it has to be from 1 to ", kMaxThreads));
  }
  Race race(n);
  std::vector<std::thread> threads;
  threads.reserve(n);
  try {
    for (int i = 0; i < n; ++i) {
      threads.push_back(
          start_thread([&race, i, body] { RunOne(&race, i, body); }));
    }
  } catch (...) {
    // A thread could not be started; those that were wait at the gate.
    race.called_off = true;
    race.gate_open.Notify();
    JoinAll(&threads);
    throw;
  }
  race.not_at_gate.Wait();
  race.gate_open.Notify();
  JoinAll(&threads);
  RethrowFirst(race.thrown);
}

}  // namespace internal

void RunOnThreads(int n, absl::FunctionRef<void(int index)> body) {
  internal::RunOnThreads(n, body, [](absl::AnyInvocable<void()> thread_main) {
    return std::thread(std::move(thread_main));
  });
}

}  // namespace testing_util
