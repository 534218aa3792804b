// SPDX-License-Identifier: Apache-2.0

#include "common/testing/run_on_threads.h"

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/barrier.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace testing_util {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(RunOnThreadsTest, CallsTheBodyOncePerIndex) {
  std::vector<int> calls(16, 0);
  RunOnThreads(16, [&](int index) { ++calls[index]; });
  EXPECT_THAT(calls, Each(1));
}

TEST(RunOnThreadsTest, EachCallHasAThreadOfItsOwn) {
  std::vector<std::thread::id> ids(3);
  RunOnThreads(3, [&](int index) { ids[index] = std::this_thread::get_id(); });
  EXPECT_THAT(ids, Each(Not(std::this_thread::get_id())));
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_NE(ids[0], ids[2]);
  EXPECT_NE(ids[1], ids[2]);
}

TEST(RunOnThreadsTest, AllCallsRunTogether) {
  constexpr int kThreads = 8;
  // Were they run one after another, the first would wait here forever.
  auto* barrier = new absl::Barrier(kThreads);
  std::atomic<int> past_barrier = 0;
  RunOnThreads(kThreads, [&](int) {
    if (barrier->Block()) delete barrier;
    ++past_barrier;
  });
  EXPECT_EQ(past_barrier, kThreads);
}

TEST(RunOnThreadsTest, NoCallStartsBeforeAllThreadsHaveArrived) {
  constexpr int kThreads = 32;
  std::atomic<int> arrived = 0;
  std::vector<int> arrived_at_start(kThreads, 0);
  internal::RunOnThreads(
      kThreads, [&](int index) { arrived_at_start[index] = arrived; },
      [&](absl::AnyInvocable<void()> thread_main) {
        return std::thread([&, thread_main = std::move(thread_main)]() mutable {
          ++arrived;
          thread_main();
        });
      });
  EXPECT_THAT(arrived_at_start, Each(kThreads));
}

TEST(RunOnThreadsTest, CanBeCalledWithinItself) {
  std::atomic<int> calls = 0;
  RunOnThreads(2, [&](int) { RunOnThreads(3, [&](int) { ++calls; }); });
  EXPECT_EQ(calls, 6);
}

// What `function` throws, as text.
std::string ErrorOf(absl::FunctionRef<void()> function) {
  try {
    function();
  } catch (const std::exception& exception) {
    return exception.what();
  }
  return "nothing thrown";
}

TEST(RunOnThreadsTest, OneThreadIsTheLowerBound) {
  int calls = 0;
  auto body = [&](int) { ++calls; };
  RunOnThreads(1, body);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(ErrorOf([&] { RunOnThreads(0, body); }),
            "RunOnThreads: n is 0; it has to be from 1 to 1024");
  EXPECT_THROW(RunOnThreads(-1, body), std::invalid_argument);
  EXPECT_EQ(calls, 1);
}

TEST(RunOnThreadsTest, MoreThreadsThanTheUpperBoundAreRefused) {
  int calls = 0;
  auto body = [&](int) { ++calls; };
  EXPECT_EQ(ErrorOf([&] { RunOnThreads(kMaxThreads + 1, body); }),
            "RunOnThreads: n is 1025; it has to be from 1 to 1024");
  EXPECT_EQ(calls, 0);
}

TEST(RunOnThreadsTest, ExceptionArrivesAfterAllCallsHaveEnded) {
  std::atomic<int> calls = 0;
  auto body = [&](int index) {
    ++calls;
    if (index == 2) throw std::out_of_range("from the body");
  };
  EXPECT_THROW(RunOnThreads(4, body), std::out_of_range);
  EXPECT_EQ(calls, 4);
}

TEST(RunOnThreadsTest, OfSeveralExceptionsNoneIsLost) {
  auto body = [](int index) {
    if (index == 1) throw std::out_of_range("one");
    if (index == 2) throw std::runtime_error("two");
    if (index == 3) throw 3;
  };
  testing::internal::CaptureStderr();
  std::string first = ErrorOf([&] { RunOnThreads(4, body); });
  std::string others = testing::internal::GetCapturedStderr();
  EXPECT_EQ(first, "one");
  EXPECT_THAT(others, HasSubstr("body(2) threw too: two"));
  EXPECT_THAT(others, HasSubstr("body(3) threw too: something that is no "
                                "std::exception"));
}

TEST(RunOnThreadsTest, BodyIsNotCalledWhenAThreadCannotBeStarted) {
  std::atomic<int> calls = 0;
  int started = 0;
  auto start_all_but_the_last = [&](absl::AnyInvocable<void()> thread_main) {
    if (++started == 4) {
      throw std::system_error(
          std::make_error_code(std::errc::resource_unavailable_try_again));
    }
    return std::thread(std::move(thread_main));
  };
  EXPECT_THROW(internal::RunOnThreads(
                   4, [&](int) { ++calls; }, start_all_but_the_last),
               std::system_error);
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace testing_util
