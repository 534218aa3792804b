// SPDX-License-Identifier: Apache-2.0
//
// Windows: the system's fibers. One serves all threads of a number, one after
// the other, since only so its stack stays where it is: a thread is forgotten
// by its fiber leaving it when it is next switched to.
//
// thread_local variables are found by a call here, so there is nothing to copy.
// The overflow of a stack ends the program as the system sees fit;
// EngineOptions::overflow is not called.

#include <cxxabi.h>
#include <windows.h>

#include <cerrno>
#include <cfenv>
#include <memory>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "common/explorer/internal/engine/engine.h"
#include "common/explorer/internal/engine/escape.h"
#include "common/explorer/internal/engine/faults_windows.h"
#include "common/explorer/internal/engine/thread_local_storage.h"
#include "common/explorer/internal/engine/thread_variables_windows.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {
namespace {

// __cxa_eh_globals of the Itanium C++ ABI.
struct Exceptions {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};

Exceptions& ExceptionsInFlight() {
  return *reinterpret_cast<Exceptions*>(abi::__cxa_get_globals());
}

// What is as in a new thread, beside what ThreadLocals have.
struct Fiber {
  void* system_fiber = nullptr;
  Escape escape;
  // The thread that it is to run; not begun: it has yet to leave the last one.
  void (*body)(void*) = nullptr;
  void* argument = nullptr;
  bool begun = false;
  std::fenv_t floating_point;

  Exceptions exceptions;  // of home and thread 0 while the other runs
  DWORD last_error = 0;
  int error = 0;
  // What home and thread 0 have not: they have the caller's.
  std::unique_ptr<ThreadLocals> locals;
  std::unique_ptr<ThreadVariables> variables;
};

// The thread stays a fiber, for there may be other engines that use it.
void* FiberOfThisThread() {
  if (!IsThreadAFiber()) {
    void* const fiber =
        ConvertThreadToFiberEx(nullptr, FIBER_FLAG_FLOAT_SWITCH);
    CHECK(fiber != nullptr)
        << "ConvertThreadToFiberEx failed with error " << GetLastError();
  }
// GCC takes the address in the header, an offset from gs, for a null pointer.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
  return GetCurrentFiber();
#pragma GCC diagnostic pop
}

class FiberEngine final : public Engine {
 public:
  explicit FiberEngine(const EngineOptions& options);
  ~FiberEngine() override;

  void Prepare(int id, void (*body)(void*), void* argument) override;
  void SwitchTo(int id) override;
  [[noreturn]] void ExitTo(int id) override;
  void RunThreadExit() override;
  void Reset() override;
  // Each fiber's are at addresses of their own.
  bool IsThreadLocal(uintptr_t) const override { return false; }

 private:
  static void WINAPI Serve(void* engine);
  static void Begin(void* engine);
  static void GiveOwn(Fiber& fiber);
  Fiber& FiberOf(int id) { return id == kHome ? home_ : fibers_[id]; }

  const size_t stack_bytes_;
  Fiber home_;
  Fiber fibers_[kMaxThreads];
};

FiberEngine::FiberEngine(const EngineOptions& options)
    : stack_bytes_(options.stack_bytes) {
  home_.begun = true;
  home_.system_fiber = FiberOfThisThread();
  if (options.fault != nullptr) WatchFaults(options.fault);
}

FiberEngine::~FiberEngine() {
  for (Fiber& fiber : fibers_) {
    if (fiber.system_fiber != nullptr) DeleteFiber(fiber.system_fiber);
  }
}

void FiberEngine::Prepare(int id, void (*body)(void*), void* argument) {
  Fiber& fiber = fibers_[id];
  if (fiber.system_fiber == nullptr) {
    fiber.system_fiber = CreateFiberEx(stack_bytes_, stack_bytes_,
                                       FIBER_FLAG_FLOAT_SWITCH, Serve, this);
    CHECK(fiber.system_fiber != nullptr)
        << "CreateFiberEx failed with error " << GetLastError();
  }
  if (id != 0) GiveOwn(fiber);
  fiber.body = body;
  fiber.argument = argument;
  fiber.begun = false;
  std::fegetenv(&fiber.floating_point);
  fiber.exceptions = {};
  fiber.last_error = 0;
  fiber.error = 0;
}

void FiberEngine::GiveOwn(Fiber& fiber) {
  if (!fiber.locals) fiber.locals = std::make_unique<ThreadLocals>();
  if (!fiber.variables) fiber.variables = std::make_unique<ThreadVariables>();
  fiber.locals->Clear();
  fiber.variables->MakeNew();
}

void FiberEngine::SwitchTo(int id) {
  if (id == current_) return;
  Fiber& from = FiberOf(current_);
  Fiber& to = FiberOf(id);
  const bool share_variables = from.locals == nullptr && to.locals == nullptr;
  from.last_error = GetLastError();
  from.error = errno;
  // FIBER_FLAG_FLOAT_SWITCH is about registers; Wine, for one, keeps no modes.
  std::fegetenv(&from.floating_point);
  if (!from.locals) from.exceptions = ExceptionsInFlight();
  current_ = id;
  if (!share_variables) {
    UseThreadLocals(to.locals.get());
    UseThreadVariables(to.variables.get());
  }
  if (!to.locals) ExceptionsInFlight() = to.exceptions;
  SetLastError(to.last_error);
  errno = to.error;
  SwitchToFiber(to.system_fiber);
  if (!from.begun) from.escape.Leave();
  std::fesetenv(&from.floating_point);
}

// All that a fiber does.
void WINAPI FiberEngine::Serve(void* engine) {
  auto* const self = static_cast<FiberEngine*>(engine);
  while (true) self->FiberOf(self->current_).escape.Run(Begin, self);
}

void FiberEngine::Begin(void* engine) {
  auto* const self = static_cast<FiberEngine*>(engine);
  Fiber& fiber = self->FiberOf(self->current_);
  fiber.begun = true;
  std::fesetenv(&fiber.floating_point);
  fiber.body(fiber.argument);
  LOG(FATAL) << "the body of a thread returned, instead of ExitTo()";
}

void FiberEngine::ExitTo(int id) {
  SwitchTo(id);
  LOG(FATAL) << "a thread that had ended was switched to";
}

void FiberEngine::RunThreadExit() {
  ThreadLocals* const locals = FiberOf(current_).locals.get();
  if (locals != nullptr) locals->RunDestructors();
}

void FiberEngine::Reset() {
  CHECK_EQ(current_, kHome) << "Reset() is for home";
}

}  // namespace

std::unique_ptr<Engine> NewFiberEngine(const EngineOptions& options) {
  return std::make_unique<FiberEngine>(options);
}

}  // namespace explorer::internal
