// SPDX-License-Identifier: Apache-2.0
//
// Linux: fibers by a switch of our own, which is cheaper than swapcontext() by
// two system calls. A fiber begins anew by a new context on its old stack.

#include <cstddef>
#include <memory>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "common/explorer/internal/engine/context_switch.h"
#include "common/explorer/internal/engine/engine.h"
#include "common/explorer/internal/engine/guarded_stacks_posix.h"
#include "common/explorer/internal/engine/sanitizer_fiber.h"
#include "common/explorer/internal/engine/thread_image_posix.h"
#include "common/explorer/internal/engine/thread_local_storage.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {
namespace {

struct Fiber {
  void* context = nullptr;  // where it stands; nullptr: not prepared
  void (*body)(void*) = nullptr;
  void* argument = nullptr;
  SanitizerFiber sanitizer;

  // What is its own of the thread that runs all fibers.
  LibraryImage library;
  ProgramImage* program = nullptr;  // of home and of thread 0: the same one
  ThreadLocals* locals = nullptr;   // of home and of thread 0: none
};

class FiberEngine final : public Engine {
 public:
  explicit FiberEngine(const EngineOptions& options)
      : stacks_(kMaxThreads, options) {
    BeginHome(home_.sanitizer);
    home_.program = fibers_[0].program = &callers_program_;
  }
  ~FiberEngine() override;

  void Prepare(int id, void (*body)(void*), void* argument) override;
  void SwitchTo(int id) override;
  [[noreturn]] void ExitTo(int id) override;
  void RunThreadExit() override;
  void Reset() override;
  bool IsThreadLocal(uintptr_t address) const override {
    return variables_.Contains(address);
  }

 private:
  // Of the threads but 0, what they have for themselves.
  struct Own {
    ProgramImage program;
    ThreadLocals locals;
  };

  static void Begin(void* engine);
  void SwitchVariables(Fiber& from, Fiber& to);
  void GiveOwn(int id);
  Fiber& FiberOf(int id) { return id == kHome ? home_ : fibers_[id]; }

  const ThreadVariables variables_;
  GuardedStacks stacks_;
  Fiber home_;
  Fiber fibers_[kMaxThreads];
  ProgramImage callers_program_;
  std::unique_ptr<Own> own_[kMaxThreads];
  int prepared_ = 0;       // threads from here on have not been since Reset()
  Fiber* left_ = nullptr;  // by the last switch
};

FiberEngine::~FiberEngine() {
  Reset();
  for (Fiber& fiber : fibers_) DestroyFiber(home_.sanitizer, fiber.sanitizer);
}

void FiberEngine::Prepare(int id, void (*body)(void*), void* argument) {
  Fiber& fiber = fibers_[id];
  if (fiber.context != nullptr) EndFiber(fiber.sanitizer);
  fiber.body = body;
  fiber.argument = argument;
  fiber.library = {};
  fiber.context = NewContext(stacks_.Top(id), Begin, this);
  fiber.sanitizer.stack = stacks_.Bottom(id);
  fiber.sanitizer.stack_bytes = stacks_.bytes();
  BeginFiber(fiber.sanitizer);
  if (id != 0) GiveOwn(id);
  if (id >= prepared_) prepared_ = id + 1;
}

void FiberEngine::GiveOwn(int id) {
  if (!own_[id]) own_[id] = std::make_unique<Own>();
  variables_.MakeNew(&own_[id]->program);
  own_[id]->locals.Clear();
  fibers_[id].program = &own_[id]->program;
  fibers_[id].locals = &own_[id]->locals;
}

// The first function on the stack of a fiber.
void FiberEngine::Begin(void* engine) {
  auto* const self = static_cast<FiberEngine*>(engine);
  Fiber& fiber = self->FiberOf(self->current_);
  Arrived(fiber.sanitizer, self->left_->sanitizer);
  fiber.body(fiber.argument);
  LOG(FATAL) << "the body of a thread returned, instead of ExitTo()";
}

void FiberEngine::SwitchTo(int id) {
  if (id == current_) return;
  Fiber& from = FiberOf(current_);
  Fiber& to = FiberOf(id);
  current_ = id;
  left_ = &from;
  SwitchVariables(from, to);
  LeaveFor(from.sanitizer, to.sanitizer);
  explorer_switch_context(&from.context, to.context);
  Arrived(from.sanitizer, left_->sanitizer);
}

void FiberEngine::SwitchVariables(Fiber& from, Fiber& to) {
  variables_.Save(&from.library);
  variables_.Load(to.library);
  if (from.program == to.program) return;
  variables_.Save(from.program);
  variables_.Load(*to.program);
  UseThreadLocals(to.locals);
}

void FiberEngine::ExitTo(int id) {
  SwitchTo(id);
  LOG(FATAL) << "a thread that had ended was switched to";
}

void FiberEngine::RunThreadExit() {
  ThreadLocals* const locals = FiberOf(current_).locals;
  if (locals != nullptr) locals->RunDestructors();
}

void FiberEngine::Reset() {
  CHECK_EQ(current_, kHome) << "Reset() is for home";
  for (int id = 0; id < prepared_; ++id) {
    Fiber& fiber = fibers_[id];
    if (fiber.context == nullptr) continue;
    EndFiber(fiber.sanitizer);
    fiber.context = nullptr;
  }
  prepared_ = 0;
}

}  // namespace

std::unique_ptr<Engine> NewFiberEngine(const EngineOptions& options) {
  return std::make_unique<FiberEngine>(options);
}

}  // namespace explorer::internal
