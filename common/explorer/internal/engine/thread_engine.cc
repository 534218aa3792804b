// SPDX-License-Identifier: Apache-2.0
//
// Threads of the system that hand one turn around. Thread 0 and home are one
// such thread, since they share its variables: thread 0 is a fiber in it.

#include <memory>
#include <thread>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "common/explorer/internal/engine/engine.h"
#include "common/explorer/internal/engine/escape.h"
#include "common/explorer/internal/engine/thread_local_storage.h"
#include "common/explorer/internal/engine/turn.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {
namespace {

// One thread of the system, for one thread of the program: its variables are to
// be new each time.
class Worker {
 public:
  // All in here happens while no program is active, so that nothing of it is
  // taken for the program's; the new thread has come to its wait in the end.
  Worker(void (*body)(void*), void* argument)
      : body_(body), argument_(argument) {
    const NotActive not_active;
    thread_ = std::thread([this] { Work(); });
    ready_.Await();
  }

  // Called while the thread waits. It leaves the program where it stands.
  ~Worker() {
    const NotActive not_active;
    leave_ = true;
    turn_.Give();
    thread_.join();
  }

  void GiveTurn() { turn_.Give(); }

  // In the thread.
  void AwaitTurn() {
    turn_.Await();
    if (leave_) escape_.Leave();
  }
  ThreadLocals& locals() { return locals_; }

 private:
  void Work() {
    ready_.Give();
    escape_.Run(&Worker::RunBody, this);
    UseThreadLocals(nullptr);
  }

  static void RunBody(void* worker) {
    auto* const self = static_cast<Worker*>(worker);
    self->AwaitTurn();
    UseThreadLocals(&self->locals_);
    self->body_(self->argument_);
    LOG(FATAL) << "the body of a thread returned, instead of ExitTo()";
  }

  void (*const body_)(void*);
  void* const argument_;
  Turn ready_;
  Turn turn_;
  bool leave_ = false;
  Escape escape_;
  ThreadLocals locals_;
  std::thread thread_;
};

class ThreadEngine final : public Engine {
 public:
  explicit ThreadEngine(const EngineOptions& options)
      : home_fibers_(NewFiberEngine(options)) {}

  void Prepare(int id, void (*body)(void*), void* argument) override;
  void SwitchTo(int id) override;
  [[noreturn]] void ExitTo(int id) override;
  void RunThreadExit() override;
  void Reset() override;
  // They have addresses of their own.
  bool IsThreadLocal(uintptr_t) const override { return false; }

 private:
  void RunHomeUntil(int id);

  // kHome and 0.
  const std::unique_ptr<Engine> home_fibers_;
  Turn home_turn_;
  // The others.
  std::unique_ptr<Worker> workers_[kMaxThreads];
};

void ThreadEngine::Prepare(int id, void (*body)(void*), void* argument) {
  if (id == 0) {
    home_fibers_->Prepare(0, body, argument);
  } else {
    workers_[id].reset();
    workers_[id] = std::make_unique<Worker>(body, argument);
  }
}

void ThreadEngine::SwitchTo(int id) {
  const int self = current_;
  if (id == self) return;
  current_ = id;
  if (self <= 0) {
    RunHomeUntil(self);
    return;
  }
  Worker& worker = *workers_[self];  // once the turn is given it may be reset
  const WaitingThread waiting;
  if (id <= 0) {
    home_turn_.Give();
  } else {
    workers_[id]->GiveTurn();
  }
  worker.AwaitTurn();
}

// In home or thread 0: lets others run until it is the turn of `id`, which is
// the caller. When the turn is the other's it goes on in this thread.
void ThreadEngine::RunHomeUntil(int id) {
  while (current_ != id) {
    if (current_ <= 0) {
      home_fibers_->SwitchTo(current_);
    } else {
      const WaitingThread waiting;
      workers_[current_]->GiveTurn();
      home_turn_.Await();
    }
  }
}

void ThreadEngine::ExitTo(int id) {
  if (current_ == 0) {
    current_ = id;
    home_fibers_->ExitTo(kHome);  // from where `id` is switched to
  }
  SwitchTo(id);
  LOG(FATAL) << "a thread that had ended was switched to";
}

void ThreadEngine::RunThreadExit() {
  if (current_ > 0) workers_[current_]->locals().RunDestructors();
}

void ThreadEngine::Reset() {
  CHECK_EQ(current_, kHome) << "Reset() is for home";
  for (std::unique_ptr<Worker>& worker : workers_) worker.reset();
  home_fibers_->Reset();
}

}  // namespace

std::unique_ptr<Engine> NewThreadEngine(const EngineOptions& options) {
  return std::make_unique<ThreadEngine>(options);
}

}  // namespace explorer::internal
