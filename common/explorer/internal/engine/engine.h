// SPDX-License-Identifier: Apache-2.0
//
// Runs the threads of an explored program one at a time: an engine starts them,
// stops them and goes on with them where the explorer says. There are two.
// Fibers are fast (tens of nanoseconds a switch) and are what explorations use;
// real threads serve debuggers and sanitizers, which know them.
//
//   std::unique_ptr<Engine> engine = NewFiberEngine({});
//   engine->Prepare(0, Body, &argument);
//   engine->SwitchTo(0);    // runs Body(&argument) until it switches back
//   engine->Reset();
//
// To the code that runs, a thread of either engine is a thread: it has its own
// thread_local variables, pthread keys, exceptions in flight, errno and
// rounding mode. Thread 0 has the variables and keys of the caller of the
// exploration, in whose place it runs.
//
// Fibers on Linux have their own of the program's thread_local variables, not
// of those in its shared libraries (thread_image_posix.h): link what is
// explored statically (linkstatic), libc and sanitizers dynamically.
//
// Thread safety: one exploration at a time uses an engine; SwitchTo() and
// ExitTo() are called by the thread that runs.
// Errors: a fiber's stack that overflows calls EngineOptions::overflow, on
// Linux; Windows ends the program, and threads do as threads of the system do.
// Other faults call EngineOptions::fault.
//
// Source: man 3 makecontext for the outline; the ABI's list of registers that a
// call keeps (System V x86-64, AAPCS64).

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_ENGINE_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_ENGINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace explorer::internal {

class Engine {
 public:
  // Who explores: the thread that made the engine, outside of the program.
  static constexpr int kHome = -1;

  virtual ~Engine() = default;

  // Thread `id`, 0 to kMaxThreads - 1, will run body(argument) once it is
  // switched to. `body` ends in ExitTo(), not by returning. The id is new, or
  // its last thread has ended or been forgotten by Reset().
  virtual void Prepare(int id, void (*body)(void*), void* argument) = 0;

  // From the thread that runs, or kHome, to `id`. Returns when it is switched
  // back to.
  virtual void SwitchTo(int id) = 0;

  // The same at the end of the thread that runs, after the destructors of its
  // thread_local variables and pthread keys (RunThreadExit()).
  [[noreturn]] virtual void ExitTo(int id) = 0;

  // Runs the destructors of what is local to the thread that runs, as the end
  // of a thread does. For threads other than 0, before ExitTo().
  virtual void RunThreadExit() = 0;

  // Called at home: forgets all threads. Those that have not ended are
  // abandoned where they stand; nothing of theirs is destroyed.
  virtual void Reset() = 0;

  // Whether the address is one of a thread's own variables (thread_local),
  // which several threads may have at the same address.
  virtual bool IsThreadLocal(uintptr_t address) const = 0;

  // The thread that runs, or kHome.
  int current() const { return current_; }

 protected:
  int current_ = kHome;
};

// What the processor would not do for the program.
struct Fault {
  const char* signal = "";     // "SIGSEGV"
  const char* what = "";       // said of a thread: "divides by zero"
  const void* code = nullptr;  // the address after where it was, as of a call
};

struct EngineOptions {
  // Of each fiber, 16 KiB or more; rounded up to whole pages. Threads have what
  // the system gives them.
  size_t stack_bytes = 256 * 1024;
  // Called on an overflow of a fiber's stack, on another stack, with the
  // thread. May switch to kHome; if it returns the fault goes on to who handled
  // faults before. nullptr: so it does at once.
  void (*overflow)(int thread) = nullptr;
  // The same for any other fault of the process: the callee knows whether it is
  // one of the program's, and returns if it is not.
  void (*fault)(const Fault& fault) = nullptr;
};

std::unique_ptr<Engine> NewFiberEngine(const EngineOptions& options);
std::unique_ptr<Engine> NewThreadEngine(const EngineOptions& options);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_ENGINE_H_
