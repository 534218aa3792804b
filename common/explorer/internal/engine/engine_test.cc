// SPDX-License-Identifier: Apache-2.0
//
// What holds for every engine.

#include "common/explorer/internal/engine/engine.h"

#include <pthread.h>

#include <cerrno>
#include <cfenv>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kHome = Engine::kHome;

struct Kind {
  std::string name;
  std::unique_ptr<Engine> (*make)(const EngineOptions& options);
};

class EngineTest : public testing::TestWithParam<Kind> {
 protected:
  EngineTest() : engine_(GetParam().make({})) {}

  // The thread will do `work`, end, and switch to `next`.
  void Prepare(int id, std::function<void()> work, int next = kHome) {
    threads_[id] = {this, id, std::move(work), next};
    engine_->Prepare(id, RunThread, &threads_[id]);
  }
  void SwitchTo(int id) { engine_->SwitchTo(id); }

  std::unique_ptr<Engine> engine_;

 private:
  struct Thread {
    EngineTest* test;
    int id;
    std::function<void()> work;
    int next;
  };

  static void RunThread(void* thread) {
    const auto& self = *static_cast<Thread*>(thread);
    Engine& engine = *self.test->engine_;
    self.work();
    if (self.id != 0) engine.RunThreadExit();
    engine.ExitTo(self.next);
  }

  std::map<int, Thread> threads_;
};

INSTANTIATE_TEST_SUITE_P(Engines, EngineTest,
                         testing::Values(Kind{"Fibers", NewFiberEngine},
                                         Kind{"Threads", NewThreadEngine}),
                         [](const auto& info) { return info.param.name; });

// ---- Order

TEST_P(EngineTest, GoesOnWhereTheThreadWas) {
  std::vector<std::string> log;
  for (int id : {0, 1}) {
    Prepare(id, [&, id] {
      log.push_back("begin " + std::to_string(id));
      SwitchTo(kHome);
      log.push_back("end " + std::to_string(id));
    });
  }
  for (int id : {0, 1, 1, 0}) SwitchTo(id);
  EXPECT_THAT(log, ElementsAre("begin 0", "begin 1", "end 1", "end 0"));
}

TEST_P(EngineTest, ThreadsSwitchToEachOtherPastHome) {
  std::vector<int> log;
  const auto visit = [&](std::vector<int> next) {
    return [&, next] {
      for (int id : next) {
        log.push_back(engine_->current());
        SwitchTo(id);
      }
      log.push_back(engine_->current());
    };
  };
  Prepare(0, visit({1, 2}));
  Prepare(1, visit({0, 2}), /*next=*/0);
  Prepare(2, visit({1, 1}), /*next=*/1);
  SwitchTo(0);  // 0 1 0 2 1 2 1 0
  EXPECT_THAT(log, ElementsAre(0, 1, 0, 2, 1, 2, 1, 0));
  EXPECT_EQ(engine_->current(), kHome);
}

TEST_P(EngineTest, HomeIsReachedFromEveryThread) {
  std::vector<std::string> log;
  Prepare(0, [&] {
    SwitchTo(1);
    log.push_back("0 goes on");
  });
  Prepare(1, [&] {
    SwitchTo(kHome);
    log.push_back("1 goes on");
  });
  SwitchTo(0);  // and from there to 1, which comes home
  log.push_back("home");
  SwitchTo(0);
  SwitchTo(1);
  EXPECT_THAT(log, ElementsAre("home", "0 goes on", "1 goes on"));
}

TEST_P(EngineTest, OthersGoOnAfterTheEndOfThread0) {
  std::vector<int> log;
  Prepare(
      0, [&] { log.push_back(0); }, /*next=*/1);
  Prepare(
      1, [&] { log.push_back(1); }, /*next=*/2);
  Prepare(2, [&] { log.push_back(2); });
  SwitchTo(0);
  EXPECT_THAT(log, ElementsAre(0, 1, 2));
}

TEST_P(EngineTest, SwitchToOneselfGoesOn) {
  bool went_on = false;
  Prepare(1, [&] {
    SwitchTo(1);
    went_on = true;
  });
  SwitchTo(1);
  EXPECT_TRUE(went_on);
}

struct EngineAndValue {
  Engine* engine;
  int value;
};

TEST_P(EngineTest, TheBodyGetsItsArgument) {
  EngineAndValue argument = {engine_.get(), 1};
  engine_->Prepare(
      5,
      [](void* pointer) {
        auto& self = *static_cast<EngineAndValue*>(pointer);
        self.value = 2;
        self.engine->ExitTo(kHome);
      },
      &argument);
  SwitchTo(5);
  EXPECT_EQ(argument.value, 2);
}

TEST_P(EngineTest, AThreadMayPrepareAnother) {
  int sum = 0;
  Prepare(0, [&] {
    Prepare(
        1, [&] { sum += 1; }, /*next=*/0);
    SwitchTo(1);
    Prepare(
        1, [&] { sum += 10; }, /*next=*/0);  // the first has ended
    SwitchTo(1);
  });
  SwitchTo(0);
  EXPECT_EQ(sum, 11);
}

TEST_P(EngineTest, AllThreadsCanBeThereAtOnce) {
  constexpr int kThreads = 32;
  int sum = 0;
  for (int id = 0; id < kThreads; ++id) {
    Prepare(id, [&, id] {
      SwitchTo(kHome);
      sum += id;
    });
  }
  for (int round : {1, 2}) {
    (void)round;
    for (int id = 0; id < kThreads; ++id) SwitchTo(id);
  }
  EXPECT_EQ(sum, kThreads * (kThreads - 1) / 2);
}

// ---- Again and again

TEST_P(EngineTest, RunsTenThousandExecutions) {
  constexpr int kExecutions = 10'000;
  int begun = 0;
  int ended = 0;
  for (int i = 0; i < kExecutions; ++i) {
    for (int id : {0, 1}) {
      Prepare(id, [&] {
        ++begun;
        SwitchTo(kHome);
        ++ended;
      });
    }
    for (int id : {0, 1, 0}) SwitchTo(id);
    if (i % 2 == 0) SwitchTo(1);  // in the others it is abandoned
    engine_->Reset();
  }
  EXPECT_EQ(begun, 2 * kExecutions);
  EXPECT_EQ(ended, kExecutions + kExecutions / 2);
}

struct CountsDestructions {
  explicit CountsDestructions(int* count) : count(count) {}
  ~CountsDestructions() { ++*count; }
  int* const count;
};

TEST_P(EngineTest, NothingOfAnAbandonedThreadIsDestroyed) {
  int destroyed = 0;
  for (int id : {0, 1, 2}) {
    Prepare(id, [&, id] {
      const CountsDestructions local(&destroyed);
      if (id != 0) {
        thread_local const CountsDestructions t_variable(&destroyed);
        static_cast<void>(t_variable.count);
      }
      SwitchTo(kHome);
    });
  }
  Prepare(3, [] {});  // never runs
  for (int id : {0, 1, 2}) SwitchTo(id);
  engine_->Reset();
  EXPECT_EQ(destroyed, 0);

  for (int id : {0, 1, 2, 3}) {
    Prepare(id, [&] { const CountsDestructions local(&destroyed); });
  }
  for (int id : {0, 1, 2, 3}) SwitchTo(id);
  EXPECT_EQ(destroyed, 4);
}

TEST_P(EngineTest, AThreadAbandonedInACatchBlockLeavesNoException) {
  // It is never freed; here leak checkers see it.
  static auto* const g_abandoned = new std::vector<std::exception_ptr>;
  Prepare(0, [&] {
    try {
      throw 1;
    } catch (int) {
      g_abandoned->push_back(std::current_exception());
      SwitchTo(kHome);
    }
  });
  SwitchTo(0);
  engine_->Reset();
  EXPECT_EQ(std::current_exception(), nullptr);
}

// ---- What is local to a thread

thread_local int t_set = 7;
thread_local int t_zero;
thread_local std::string t_text = "initially";

TEST_P(EngineTest, ThreadLocalVariablesAreTheThreads) {
  t_set = 8;
  std::map<int, std::string> seen;
  for (int id : {1, 2}) {
    Prepare(id, [&, id] {
      const bool initial = t_set == 7 && t_zero == 0 && t_text == "initially";
      t_set += id;
      t_zero = id;
      t_text = "a text too long to be stored within, of " + std::to_string(id);
      SwitchTo(kHome);
      const bool kept = t_set == 7 + id && t_zero == id;
      seen[id] = initial && kept ? t_text : "not its own";
    });
  }
  for (int id : {1, 2, 1, 2}) SwitchTo(id);
  EXPECT_EQ(seen[1], "a text too long to be stored within, of 1");
  EXPECT_EQ(seen[2], "a text too long to be stored within, of 2");
  EXPECT_EQ(t_set, 8);
  EXPECT_EQ(t_zero, 0);
  EXPECT_EQ(t_text, "initially");
}

TEST_P(EngineTest, Thread0HasTheCallersVariables) {
  t_set = 20;
  int seen = 0;
  Prepare(0, [&] {
    seen = t_set;
    t_set = 21;
  });
  SwitchTo(0);
  EXPECT_EQ(seen, 20);
  EXPECT_EQ(t_set, 21);
}

TEST_P(EngineTest, ANewThreadHasNewVariablesWhereTheLastWasAbandoned) {
  int seen = 0;
  for (int i = 0; i < 2; ++i) {
    Prepare(1, [&] {
      seen = t_set;
      t_set = 100;
      SwitchTo(kHome);
    });
    SwitchTo(1);
    EXPECT_EQ(seen, 7);
    engine_->Reset();
  }
}

// Of the thread that runs; its destructor tells.
std::vector<std::string>* g_log = nullptr;

struct LogsDestruction {
  explicit LogsDestruction(std::string name) : name(std::move(name)) {}
  ~LogsDestruction() { g_log->push_back(name); }
  const std::string name;
};

struct UsesAnotherAtItsEnd {
  ~UsesAnotherAtItsEnd() {
    g_log->push_back("uses another");
    thread_local LogsDestruction t_late("late");
    static_cast<void>(t_late.name);
  }
};

TEST_P(EngineTest, ThreadLocalsAreDestroyedAtTheEndTheLastFirst) {
  std::vector<std::string> log;
  g_log = &log;
  Prepare(1, [&] {
    thread_local LogsDestruction t_first("first");
    thread_local UsesAnotherAtItsEnd t_user;
    thread_local LogsDestruction t_last("last");
    log.push_back(t_first.name + " to " + t_last.name);
    static_cast<void>(&t_user);
  });
  SwitchTo(1);
  EXPECT_THAT(log, ElementsAre("first to last", "last", "uses another", "late",
                               "first"));
}

TEST_P(EngineTest, ThreadLocalsOfOthersAreNotDestroyedWithOne) {
  std::vector<std::string> log;
  g_log = &log;
  for (int id : {1, 2}) {
    Prepare(id, [&, id] {
      thread_local LogsDestruction t_name(std::to_string(id));
      log.push_back("begin " + t_name.name);
      SwitchTo(kHome);
    });
  }
  for (int id : {1, 2, 2}) SwitchTo(id);
  EXPECT_THAT(log, ElementsAre("begin 1", "begin 2", "2"));
  SwitchTo(1);
  EXPECT_EQ(log.back(), "1");
}

TEST_P(EngineTest, DestructorsOfThreadLocalsMaySwitch) {
  static Engine* g_engine = nullptr;
  static std::vector<int> g_order;
  struct SwitchesAtItsEnd {
    ~SwitchesAtItsEnd() {
      g_engine->SwitchTo(kHome);
      g_order.push_back(g_engine->current());
    }
  };
  g_engine = engine_.get();
  g_order.clear();
  for (int id : {1, 2}) {
    Prepare(id, [] {
      thread_local SwitchesAtItsEnd t_variable;
      static_cast<void>(&t_variable);
    });
  }
  for (int id : {1, 2, 2, 1}) SwitchTo(id);
  EXPECT_THAT(g_order, ElementsAre(2, 1));
}

TEST_P(EngineTest, ErrnoIsTheThreads) {
  errno = EINTR;
  std::vector<int> seen;
  for (int id : {0, 1}) {
    Prepare(id, [&, id] {
      errno = 100 + id;
      SwitchTo(kHome);
      seen.push_back(errno);
    });
  }
  for (int id : {0, 1, 0, 1}) SwitchTo(id);
  EXPECT_EQ(errno, EINTR);
  EXPECT_THAT(seen, ElementsAre(100, 101));
}

TEST_P(EngineTest, RoundingModeIsTheThreads) {
  std::vector<int> seen;
  for (int id : {0, 1}) {
    Prepare(id, [&, id] {
      seen.push_back(std::fegetround());
      std::fesetround(id == 0 ? FE_UPWARD : FE_DOWNWARD);
      SwitchTo(kHome);
      seen.push_back(std::fegetround());
    });
  }
  for (int id : {0, 1, 0, 1}) SwitchTo(id);
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
  EXPECT_THAT(seen,
              ElementsAre(FE_TONEAREST, FE_TONEAREST, FE_UPWARD, FE_DOWNWARD));
}

// ---- Exceptions

TEST_P(EngineTest, ExceptionsAreTheThreads) {
  std::map<int, std::string> seen;
  for (int id : {0, 1, 2}) {
    Prepare(id, [&, id] {
      for (int round = 0; round < 3; ++round) {
        try {
          SwitchTo(kHome);
          throw std::runtime_error(std::to_string(id));
        } catch (const std::runtime_error&) {
          SwitchTo(kHome);
          try {
            throw;  // what this thread caught, not what the last one did
          } catch (const std::runtime_error& again) {
            seen[id] += again.what();
          }
        }
      }
    });
  }
  for (int round = 0; round < 7; ++round) {
    for (int id : {0, 1, 2}) SwitchTo(id);
    EXPECT_EQ(std::current_exception(), nullptr);
  }
  EXPECT_THAT(seen,
              ElementsAre(testing::Pair(0, "000"), testing::Pair(1, "111"),
                          testing::Pair(2, "222")));
}

TEST_P(EngineTest, UnwindingIsTheThreads) {
  struct SwitchesWhileUnwinding {
    ~SwitchesWhileUnwinding() {
      seen->push_back(std::uncaught_exceptions());
      engine->SwitchTo(kHome);
      seen->push_back(std::uncaught_exceptions());
    }
    Engine* engine;
    std::vector<int>* seen;
  };
  std::vector<int> seen;
  Prepare(1, [&] {
    try {
      const SwitchesWhileUnwinding local = {engine_.get(), &seen};
      throw 1;
    } catch (int) {
    }
  });
  Prepare(2, [&] { seen.push_back(std::uncaught_exceptions()); });
  for (int id : {1, 2}) SwitchTo(id);
  EXPECT_EQ(std::uncaught_exceptions(), 0);
  SwitchTo(1);
  EXPECT_THAT(seen, ElementsAre(1, 0, 1));
}

// ---- pthread keys

TEST_P(EngineTest, ValuesOfKeysAreTheThreads) {
  pthread_key_t key;
  ASSERT_EQ(pthread_key_create(&key, nullptr), 0);
  int values[3];
  pthread_setspecific(key, &values[0]);
  std::vector<bool> right;
  for (int id : {1, 2}) {
    Prepare(id, [&, id] {
      right.push_back(pthread_getspecific(key) == nullptr);
      pthread_setspecific(key, &values[id]);
      SwitchTo(kHome);
      right.push_back(pthread_getspecific(key) == &values[id]);
    });
  }
  Prepare(0, [&] { right.push_back(pthread_getspecific(key) == &values[0]); });
  for (int id : {1, 2, 0, 1, 2}) SwitchTo(id);
  EXPECT_THAT(right, ElementsAre(true, true, true, true, true));
  EXPECT_EQ(pthread_getspecific(key), &values[0]);
  pthread_key_delete(key);
}

TEST_P(EngineTest, DestructorsOfKeysRunAtTheEndAfterThreadLocals) {
  std::vector<std::string> log;
  g_log = &log;
  pthread_key_t key;
  ASSERT_EQ(
      pthread_key_create(&key,
                         [](void* value) {
                           g_log->push_back(*static_cast<std::string*>(value));
                         }),
      0);
  std::string names[] = {"", "key of 1", "key of 2"};
  for (int id : {1, 2}) {
    Prepare(id, [&, id] {
      pthread_setspecific(key, &names[id]);
      thread_local LogsDestruction t_variable("variable");
      static_cast<void>(t_variable.name);
    });
  }
  for (int id : {2, 1}) SwitchTo(id);
  EXPECT_THAT(log, ElementsAre("variable", "key of 2", "variable", "key of 1"));
  pthread_key_delete(key);
}

TEST_P(EngineTest, ADestructorOfAKeyMaySetTheKeyAgain) {
  static pthread_key_t g_key;
  static int g_calls = 0;
  g_calls = 0;
  ASSERT_EQ(pthread_key_create(&g_key,
                               [](void* value) {
                                 if (++g_calls == 1) {
                                   pthread_setspecific(g_key, value);
                                 }
                               }),
            0);
  Prepare(1, [&] { pthread_setspecific(g_key, &g_calls); });
  SwitchTo(1);
  EXPECT_EQ(g_calls, 2);
  pthread_key_delete(g_key);
}

TEST_P(EngineTest, AKeyThatReplacesADeletedOneHasNoValue) {
  std::vector<bool> null;
  Prepare(1, [&] {
    for (int i = 0; i < 3; ++i) {
      pthread_key_t key;
      if (pthread_key_create(&key, nullptr) != 0) return;
      null.push_back(pthread_getspecific(key) == nullptr);
      pthread_setspecific(key, &null);
      pthread_key_delete(key);
    }
  });
  SwitchTo(1);
  EXPECT_THAT(null, ElementsAre(true, true, true));
}

TEST_P(EngineTest, KeysOfAnAbandonedThreadAreNotDestroyed) {
  std::vector<std::string> log;
  g_log = &log;
  pthread_key_t key;
  ASSERT_EQ(
      pthread_key_create(&key, [](void*) { g_log->push_back("destroyed"); }),
      0);
  Prepare(1, [&] {
    pthread_setspecific(key, &log);
    thread_local LogsDestruction t_variable("variable");
    static_cast<void>(t_variable.name);
    SwitchTo(kHome);
  });
  SwitchTo(1);
  engine_->Reset();
  EXPECT_THAT(log, IsEmpty());
  pthread_key_delete(key);
}

// ---- Stacks

// Uses more than depth * 1000 bytes of stack.
int Recurse(int depth) {
  volatile char bytes[1000];
  bytes[0] = static_cast<char>(depth);
  if (depth == 0) return 0;
  return Recurse(depth - 1) + 1 + (bytes[0] - static_cast<char>(depth));
}

TEST_P(EngineTest, MostOfTheStackCanBeUsed) {
  EngineOptions options;
  options.stack_bytes = 1024 * 1024;
  engine_ = GetParam().make(options);
  int depth[2] = {};
  for (int id : {0, 1}) {
    Prepare(id, [&, id] { depth[id] = Recurse(700); });
    SwitchTo(id);
  }
  EXPECT_THAT(depth, ElementsAre(700, 700));
}

TEST(FiberEngineTest, AThreadHasTheSameStackInEachExecution) {
  struct Thread {
    Engine* engine;
    const void* stack;
  };
  const std::unique_ptr<Engine> engine = NewFiberEngine({});
  std::vector<const void*> seen[2];
  for (int execution = 0; execution < 10; ++execution) {
    for (int id : {1, 0}) {
      Thread thread = {engine.get(), nullptr};
      engine->Prepare(
          id,
          [](void* argument) {
            auto& self = *static_cast<Thread*>(argument);
            self.stack = __builtin_frame_address(0);
            self.engine->SwitchTo(kHome);
            self.engine->ExitTo(kHome);
          },
          &thread);
      engine->SwitchTo(id);
      seen[id].push_back(thread.stack);
      if (execution % 2 == 0) engine->SwitchTo(id);  // or it is abandoned
    }
    engine->Reset();
  }
  for (int id : {0, 1}) EXPECT_THAT(seen[id], testing::Each(seen[id][0]));
  EXPECT_NE(seen[0][0], seen[1][0]);
}

}  // namespace
}  // namespace explorer::internal
