// SPDX-License-Identifier: Apache-2.0
//
// What the processor or the system would end a test for, or never come back
// from, is a finding that names the line, too; calls that can't be explored are
// findings; and the test goes on.

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <ostream>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/testing/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

// ---- Crashes

class CrashPosixTest : public CrashTest {};

TEST_F(CrashPosixTest, OfANullPointerShowsTheLine) {
  const Result result = Explore([] {
    const int value = *g_null;
    EXPECT_EQ(value, 1);
  });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.trace(), HasSubstr("= *g_null;"));
}

// The recorder of the trace looks at the value before the program does.
TEST_F(CrashPosixTest, OfAVariableThatTheTraceShows) {
  const Result result = Explore([] {
    std::atomic<std::atomic<int>*> shared(nullptr);
    InAThread([&] {
      std::atomic<int>* const here = shared.load();
      here->fetch_add(1);
    });
  });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.trace(), HasSubstr("here->fetch_add"));
}

TEST_F(CrashPosixTest, InALibraryItShowsTheCallersLine) {
  const Result result = Explore(
      [] { EXPECT_EQ(std::atoi(reinterpret_cast<const char*>(g_null)), 1); });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.trace(), HasSubstr("std::atoi("));
}

// ---- What never comes back

TEST(SilencePosixTest, ALoopWithoutAnAccessShowsTheLine) {
  const Result result = Explore(
      [] {
        for (;;) asm volatile("");
      },
      kSoon);
  EXPECT_EQ(result.finding().kind, Kind::kEndlessLoop) << result;
  EXPECT_THAT(result.trace(), HasSubstr("for (;;)"));
}

void ReadFrom(FILE* file) {
  const int c = fgetc(file);
  EXPECT_EQ(c, EOF);
}

// The C library's own, which nothing but the system could notice.
TEST(SilencePosixTest, AWaitInALibraryNamesTheThreadTheLineAndTheOption) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  FILE* const file = fdopen(ends[0], "r");
  const Result result =
      Explore([&] { InAThread([&] { ReadFrom(file); }); }, kSoon);
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1 waits"));
  EXPECT_THAT(result.finding().message, HasSubstr("Options::max_silence"));
  EXPECT_THAT(result.trace(), HasSubstr("fgetc("));
  // Not closed: the C library still holds its lock.
}

bool NoticesALoop() {
  return Explore(LoopInAThread, kSoon).finding().kind == Kind::kEndlessLoop;
}

// The timer is kept from one exploration to the next.
TEST(SilencePosixTest, IsNoticedAgainByWhicheverThreadExplores) {
  EXPECT_TRUE(NoticesALoop());
  EXPECT_TRUE(NoticesALoop());
  bool elsewhere = false;
  std::thread([&] { elsewhere = NoticesALoop(); }).join();
  EXPECT_TRUE(elsewhere);
  EXPECT_TRUE(NoticesALoop());
}

// What is kept is the parent's.
TEST(SilencePosixTest, IsNoticedInAProcessThatWasForked) {
  ASSERT_TRUE(NoticesALoop());
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    alarm(60);  // nothing else ends it, should it not be noticed
    bool elsewhere = false;
    std::thread([&] { elsewhere = NoticesALoop(); }).join();
    _exit(elsewhere && NoticesALoop() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

// Nothing interrupts a program that explores no more.
TEST(SilencePosixTest, AfterAnExplorationNoTimerRuns) {
  ASSERT_TRUE(Explore([] {}, {.max_silence = absl::Milliseconds(4)}).proved());
  EXPECT_EQ(poll(nullptr, 0, /*timeout=*/50), 0);
}

// ---- Calls that can't be explored

struct Call {
  const char* name;  // with what the finding calls it
  std::function<void()> body;
};

void PrintTo(const Call& call, std::ostream* out) { *out << call.name; }

class CallTest : public ::testing::TestWithParam<Call> {};

TEST_P(CallTest, IsNamedAndEndsNoTest) {
  const Result result = Explore(GetParam().body);
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message,
              ::testing::StartsWith(std::string(GetParam().name)));
}

// An end of a pipe that nothing is in, and of one that has no room.
int EmptyPipe() {
  static const int file = [] {
    static int ends[2];
    return pipe(ends) == 0 ? ends[0] : -1;
  }();
  return file;
}

int FullPipe() {
  static const int file = [] {
    static int ends[2];
    if (pipe2(ends, O_NONBLOCK) != 0) return -1;
    while (write(ends[1], "x", 1) == 1) {
    }
    fcntl(ends[1], F_SETFL, 0);
    return ends[1];
  }();
  return file;
}

void ReadNothing() {
  char c;
  const int file = EmptyPipe();
  EXPECT_EQ(read(file, &c, 1), 1);
}

void PollNothing() {
  pollfd file = {.fd = EmptyPipe(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(poll(&file, 1, -1), 1);
}

void SelectNothing() {
  fd_set files;
  FD_ZERO(&files);
  FD_SET(EmptyPipe(), &files);
  EXPECT_EQ(select(EmptyPipe() + 1, &files, nullptr, nullptr, nullptr), 1);
}

void EpollNothing() {
  static const int file = epoll_create1(0);
  epoll_event event;
  EXPECT_EQ(epoll_wait(file, &event, 1, -1), 1);
}

void JumpBack() {
  jmp_buf buffer;
  if (setjmp(buffer) == 0) longjmp(buffer, 1);
}

void SwapContext() {
  ucontext_t here;
  ucontext_t there;
  getcontext(&there);
  swapcontext(&here, &there);
}

void WaitForASignal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  int signal;
  sigwait(&set, &signal);
}

void CancelAThread() {
  pthread_t thread;
  pthread_create(
      &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
  pthread_cancel(thread);
}

void LockByPriority() {
  static unsigned word = 0;
  syscall(SYS_futex, &word, /*FUTEX_LOCK_PI*/ 6, 0, nullptr, nullptr, 0);
}

INSTANTIATE_TEST_SUITE_P(
    , CallTest,
    ::testing::Values(
        Call{"fork", [] { (void)fork(); }},
        Call{"vfork", [] { (void)vfork(); }},
        Call{"system", [] { (void)!system("true"); }},
        Call{"popen", [] { popen("true", "r"); }},
        Call{"raise", [] { raise(SIGTERM); }},
        Call{"kill", [] { kill(getpid(), SIGTERM); }},
        Call{"syscall(SYS_exit_group)", [] { syscall(SYS_exit_group, 0); }},
        Call{"syscall(SYS_futex)", &LockByPriority},
        Call{"pthread_cancel", &CancelAThread},
        Call{"pthread_setschedprio",
             [] { pthread_setschedprio(pthread_self(), 1); }},
        Call{"sigwait", &WaitForASignal},
        Call{"waitpid", [] { waitpid(-1, nullptr, 0); }},
        Call{"longjmp", &JumpBack}, Call{"swapcontext", &SwapContext},
        Call{"Explore()", [] { (void)Explore([] {}); }},
        Call{"read()", &ReadNothing},
        Call{"write()", [] { (void)!write(FullPipe(), "x", 1); }},
        Call{"poll()", &PollNothing}, Call{"select()", &SelectNothing},
        Call{"epoll_wait()", &EpollNothing}),
    [](const ::testing::TestParamInfo<Call>& test) {
      std::string name(test.param.name);
      std::erase_if(name, [](char c) { return c == '(' || c == ')'; });
      return name;
    });

TEST(CallsTest, TheTraceShowsTheLine) {
  const Result result = Explore(ReadNothing, {.trace_columns = 100});
  EXPECT_THAT(result.trace(), HasSubstr("EXPECT_EQ(read("));
}

TEST(CallsTest, InputThatIsThereIsRead) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const Result result = Explore([&] {
    char c = 0;
    EXPECT_EQ(write(ends[1], "x", 1), 1);
    EXPECT_EQ(read(ends[0], &c, 1), 1);
    EXPECT_EQ(c, 'x');
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(CallsTest, APollWithATimeOutIsOverAtOnce) {
  const Result result = Explore([&] {
    pollfd file = {.fd = EmptyPipe(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&file, 1, 3'600'000), 0);
  });
  EXPECT_FALSE(result.found()) << result;
}

// ---- Several explorations

TEST(ExploreTest, ThreadsThatExploreAtOnceWaitForEachOther) {
  Result results[3];
  std::thread threads[3];
  for (int i = 0; i < 3; ++i) {
    threads[i] = std::thread([&result = results[i]] {
      result = Explore([] {
        std::atomic<int> x(0);
        InAThread([&] { x = 1; });
        EXPECT_EQ(x, 1);
      });
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Result& result : results) EXPECT_TRUE(result.proved()) << result;
}

TEST(ExploreTest, AFailureOfAnotherThreadMeanwhileIsNotLost) {
  std::atomic<int> step(0);
  std::thread elsewhere([&] {
    while (step != 1) std::this_thread::yield();
    ADD_FAILURE() << "elsewhere";
    step = 2;
  });
  EXPECT_NONFATAL_FAILURE(
      {
        const Result result = Explore([&] {
          const internal::NotActive for_real;
          if (step == 0) step = 1;
          while (step != 2) std::this_thread::yield();
        });
        EXPECT_FALSE(result.found()) << result;
      },
      "elsewhere");
  elsewhere.join();
}

}  // namespace
}  // namespace explorer
