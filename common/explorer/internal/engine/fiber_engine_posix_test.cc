// SPDX-License-Identifier: Apache-2.0
//
// What fibers do on Linux alone: overflows, and the libraries' variables.

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <mutex>

#include "common/explorer/internal/engine/engine.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr int kHome = Engine::kHome;

// What the threads of a test use.
Engine* g_engine = nullptr;

// Would use some gigabytes of stack.
int Recurse(int depth) {
  volatile char bytes[1000];
  bytes[0] = 1;
  return depth == 0 ? 0 : Recurse(depth - 1) + bytes[0];
}

void Overflow(void*) {
  Recurse(10'000'000);
  g_engine->ExitTo(kHome);
}

void NameThread(int thread) {
  fprintf(stderr, "overflow of thread %d\n", thread);
  _exit(1);
}

TEST(FiberEnginePosixTest, AnOverflowNamesTheThread) {
  EngineOptions options;
  options.overflow = NameThread;
  EXPECT_EXIT(
      {
        const std::unique_ptr<Engine> engine = NewFiberEngine(options);
        g_engine = engine.get();
        engine->Prepare(3, Overflow, nullptr);
        engine->SwitchTo(3);
      },
      testing::ExitedWithCode(1), "overflow of thread 3");
}

int g_overflows = 0;

void CountAndGoHome(int thread) {
  g_overflows += thread;
  g_engine->SwitchTo(kHome);
}

TEST(FiberEnginePosixTest, HomeGoesOnAfterAnOverflow) {
  EngineOptions options;
  options.overflow = CountAndGoHome;
  const std::unique_ptr<Engine> engine = NewFiberEngine(options);
  g_engine = engine.get();
  for (int i = 0; i < 3; ++i) {
    g_overflows = 0;
    for (int id : {1, 2}) {
      engine->Prepare(id, Overflow, nullptr);
      engine->SwitchTo(id);
    }
    engine->Reset();
    EXPECT_EQ(g_overflows, 1 + 2);
  }
}

void* g_forbidden = nullptr;

// A handler that mends the fault, to be seen by the program going on.
void Allow(int, siginfo_t* info, void*) {
  if (info->si_addr == g_forbidden) {
    mprotect(g_forbidden, 1, PROT_READ | PROT_WRITE);
  }
}

TEST(FiberEnginePosixTest, OtherFaultsGoToTheHandlerBefore) {
  struct sigaction action = {};
  struct sigaction before;
  action.sa_sigaction = Allow;
  action.sa_flags = SA_SIGINFO;
  ASSERT_EQ(sigaction(SIGSEGV, &action, &before), 0);
  g_forbidden = mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(g_forbidden, MAP_FAILED);
  {
    EngineOptions options;
    options.overflow = NameThread;
    const std::unique_ptr<Engine> engine = NewFiberEngine(options);
    *static_cast<volatile char*>(g_forbidden) = 1;
    EXPECT_EQ(*static_cast<char*>(g_forbidden), 1);
  }
  munmap(g_forbidden, 1);

  // And the engine leaves the handler behind as it was.
  struct sigaction after;
  ASSERT_EQ(sigaction(SIGSEGV, &before, &after), 0);
  EXPECT_EQ(after.sa_sigaction, &Allow);
}

TEST(FiberEnginePosixTest, OtherFaultsEndTheProgramWithoutAHandler) {
  EngineOptions options;
  options.overflow = NameThread;
  EXPECT_EXIT(
      {
        signal(SIGSEGV, SIG_DFL);
        const std::unique_ptr<Engine> engine = NewFiberEngine(options);
        raise(SIGSEGV);
      },
      testing::KilledBySignal(SIGSEGV), "");
}

// Between these two variables and their use std::call_once() calls
// pthread_once(), where an explored program switches.
void SetsOnce(void* argument) {
  auto& kept = *static_cast<bool*>(argument);
  std::__once_callable = argument;
  g_engine->SwitchTo(kHome);
  kept = std::__once_callable == argument;
  std::__once_callable = nullptr;
  g_engine->ExitTo(kHome);
}

TEST(FiberEnginePosixTest, WhatCallOnceIsToCallIsTheThreads) {
  const std::unique_ptr<Engine> engine = NewFiberEngine({});
  g_engine = engine.get();
  bool kept[2] = {};
  for (int id : {0, 1}) engine->Prepare(id, SetsOnce, &kept[id]);
  for (int id : {0, 1, 0, 1}) engine->SwitchTo(id);
  EXPECT_TRUE(kept[0]);
  EXPECT_TRUE(kept[1]);
  EXPECT_EQ(std::__once_callable, nullptr);
}

}  // namespace
}  // namespace explorer::internal
