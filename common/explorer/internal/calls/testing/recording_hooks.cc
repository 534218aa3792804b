// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/calls/testing/recording_hooks.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/explorer/internal/engine/escape.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

bool g_active = false;

namespace {

struct Range {
  uintptr_t begin;
  size_t size;
  std::string name;
};

struct Recording {
  std::vector<Range> names = {};
  std::vector<std::string> lines;
  std::map<const void*, int> held;  // how often
  std::vector<void*> results;       // of threads, from 1 on
  Escape end;
  int thread = 0;
  int64_t now = 0;
  bool is_time_over = false;
  bool lists_functions = false;
  Pc latest_pc = nullptr;
};

// Never destroyed, as programs may end with a thread that uses it.
Recording& Tape() {
  static auto* tape = new Recording;
  return *tape;
}

// "" for what has no name.
std::string NameOf(const volatile void* address) {
  const auto wanted = reinterpret_cast<uintptr_t>(address);
  for (const Range& range : Tape().names) {
    if (wanted - range.begin < range.size) return range.name;
  }
  return "";
}

void Line(std::string line, Pc pc) {
  if (Tape().thread != 0) line = absl::StrCat("T", Tape().thread, " ", line);
  Tape().lines.push_back(std::move(line));
  Tape().latest_pc = pc;
}

void LineAbout(std::string_view what, const volatile void* object, Pc pc) {
  const NotActive own_code;
  const std::string name = NameOf(object);
  Line(absl::StrCat(what, " ", name.empty() ? "other" : name), pc);
}

void LineAboutMemory(std::string_view what, const volatile void* address,
                     size_t size, Pc pc) {
  const NotActive own_code;
  const std::string name = NameOf(address);
  if (!name.empty()) Line(absl::StrCat(what, " ", name, " ", size), pc);
}

void LineAboutAtomic(std::string_view what, const volatile void* address,
                     size_t size, int order, Pc pc) {
  static constexpr std::string_view kOrders[] = {
      "relaxed", "consume", "acquire", "release", "acq_rel", "seq_cst"};
  const NotActive own_code;
  const std::string name = NameOf(address);
  if (name.empty()) return;
  Line(absl::StrCat(what, " ", name, " ", size, " ", kOrders[order]), pc);
}

std::string InMode(std::string_view what, Mode mode) {
  return absl::StrCat(what, mode == Mode::kShared ? " shared" : "");
}

bool Holds(Guard guard) {
  const NotActive own_code;
  return guard.holds == nullptr || guard.holds(guard.argument);
}

void Hold(void* mutex) {
  const NotActive own_code;
  ++Tape().held[mutex];
}

void LetGo(void* mutex) {
  const NotActive own_code;
  --Tape().held[mutex];
}

[[noreturn]] void End(std::string line, Pc pc) {
  g_active = false;
  Line(std::move(line), pc);
  Tape().end.Leave();
}

void RunBody(void* body) {
  g_active = true;
  (*static_cast<const std::function<void()>*>(body))();
  g_active = false;
}

}  // namespace

// ---- For tests

void NameRange(const volatile void* address, size_t size,
               std::string_view name) {
  Tape().names.push_back(
      {reinterpret_cast<uintptr_t>(address), size, std::string(name)});
}

std::vector<std::string> Record(const std::function<void()>& body) {
  {
    const ExploringThread exploring;
    Tape().end.Run(RunBody, const_cast<std::function<void()>*>(&body));
  }
  const std::vector<std::string> lines = std::move(Tape().lines);
  const Pc latest_pc = Tape().latest_pc;
  Tape() = Recording();
  Tape().latest_pc = latest_pc;
  return lines;
}

void TimeIsAlwaysOver() { Tape().is_time_over = true; }
void ListFunctions() { Tape().lists_functions = true; }
const void* LatestPc() { return Tape().latest_pc; }

// ---- Memory, atomics and functions

void Read(const volatile void* address, size_t size, Pc pc) {
  LineAboutMemory("read", address, size, pc);
}

void Write(const volatile void* address, size_t size, Pc pc) {
  LineAboutMemory("write", address, size, pc);
}

void AtomicLoad(const volatile void* address, size_t size, int order, Pc pc) {
  LineAboutAtomic("load", address, size, order, pc);
}

void AtomicStore(const volatile void* address, size_t size, int order, Pc pc) {
  LineAboutAtomic("store", address, size, order, pc);
}

void AtomicReadWrite(const volatile void* address, size_t size, int order,
                     Pc pc) {
  LineAboutAtomic("read-write", address, size, order, pc);
}

void Fresh(const volatile void*, size_t) {}

// The real heap's.
void* AllocateBlock(size_t, size_t, Pc) { return nullptr; }
bool FreeBlock(void*, Pc) { return false; }
size_t BytesOfBlock(const void*) { return 0; }

bool WeakFails(bool) { return false; }

void AtomicFence(int order, Pc pc) {
  const NotActive own_code;
  Line(absl::StrCat("fence ", order), pc);
}

void AtomicLoadWhen(const volatile void* address, size_t size, Guard guard,
                    Pc pc) {
  LineAboutAtomic("load when", address, size, __ATOMIC_SEQ_CST, pc);
  if (!Holds(guard)) End("deadlock", pc);
}

void AtomicWithinStep(const volatile void*) {}

bool OthersAreAt(const volatile void*, size_t) { return true; }

void Arrive(const volatile void* barrier, Pc pc) {
  LineAbout("arrive at", barrier, pc);
}

void EnterFunction(Pc caller) {
  const NotActive own_code;
  if (Tape().lists_functions) Line("enter", caller);
}

void LeaveFunction() {
  const NotActive own_code;
  if (Tape().lists_functions) Line("leave", nullptr);
}

// ---- Mutexes

void Lock(void* mutex, Mode mode, Pc pc) {
  LineAbout(InMode("lock", mode), mutex, pc);
  Hold(mutex);
}

void LockRecursively(void* mutex, Pc pc) {
  LineAbout("lock recursively", mutex, pc);
  Hold(mutex);
}

void LockWhen(void* mutex, Mode mode, Guard guard, Pc pc) {
  LineAbout(InMode("lock when", mode), mutex, pc);
  if (!Holds(guard)) End("deadlock", pc);
  Hold(mutex);
}

bool LockWhenWithin(void* mutex, Mode mode, Guard guard, Pc pc) {
  LineAbout(InMode("lock when within", mode), mutex, pc);
  Hold(mutex);
  return Holds(guard);
}

bool LockWithin(void* mutex, Mode mode, Pc pc) {
  LineAbout(InMode("lock within", mode), mutex, pc);
  if (Tape().is_time_over) return false;
  Hold(mutex);
  return true;
}

bool TryLock(void* mutex, Mode mode, Pc pc) {
  LineAbout(InMode("try lock", mode), mutex, pc);
  if (Tape().is_time_over) return false;
  Hold(mutex);
  return true;
}

bool TryLockRecursively(void* mutex, Pc pc) {
  LineAbout("try lock recursively", mutex, pc);
  if (Tape().is_time_over) return false;
  Hold(mutex);
  return true;
}

void Unlock(void* mutex, Mode mode, Pc pc) {
  LineAbout(InMode("unlock", mode), mutex, pc);
  LetGo(mutex);
}

void UnlockAny(void* mutex, Pc pc) {
  LineAbout("unlock any", mutex, pc);
  LetGo(mutex);
}

void Await(void* mutex, Guard guard, Pc pc) {
  LineAbout("await", mutex, pc);
  if (!Holds(guard)) End("deadlock", pc);
}

bool AwaitWithin(void* mutex, Guard guard, Pc pc) {
  LineAbout("await within", mutex, pc);
  return Holds(guard);
}

void AssertHeld(void* mutex, Mode mode, Pc pc) {
  LineAbout(InMode("assert held", mode), mutex, pc);
}

bool IsHeldByCaller(void* mutex) {
  const NotActive own_code;
  return Tape().held[mutex] > 0;
}

void MutexDestroyed(void* mutex, Pc pc) { LineAbout("destroyed", mutex, pc); }

// ---- Condition variables

void Wait(void* condition, void* mutex, Pc pc) {
  LineAbout("wait", condition, pc);
  LineAbout("  with", mutex, pc);
}

bool WaitWithin(void* condition, void* mutex, Pc pc) {
  LineAbout("wait within", condition, pc);
  LineAbout("  with", mutex, pc);
  return !Tape().is_time_over;
}

void NotifyOne(void* condition, Pc pc) {
  LineAbout("notify one", condition, pc);
}

void NotifyAll(void* condition, Pc pc) {
  LineAbout("notify all", condition, pc);
}

void ConditionDestroyed(void* condition, Pc pc) {
  LineAbout("destroyed", condition, pc);
}

// ---- Threads

int CreateThread(void* (*body)(void*), void* argument, Pc pc) {
  const int creator = Tape().thread;
  int thread = 0;
  {
    const NotActive own_code;
    Tape().results.push_back(nullptr);
    thread = static_cast<int>(Tape().results.size());
    Line(absl::StrCat("create T", thread), pc);
  }
  Tape().thread = thread;
  Tape().results[thread - 1] = body(argument);
  Tape().thread = creator;
  return thread;
}

void* JoinThread(int thread, Pc pc) {
  const NotActive own_code;
  Line(absl::StrCat("join T", thread), pc);
  return Tape().results[thread - 1];
}

void DetachThread(int thread, Pc pc) {
  const NotActive own_code;
  Line(absl::StrCat("detach T", thread), pc);
}

int CurrentThread() { return Tape().thread; }

void ExitThread(void*) { End("exit thread", nullptr); }

void Yield(Pc pc) {
  const NotActive own_code;
  Line("yield", pc);
}

// ---- Time

void Sleep(int64_t nanoseconds, Pc pc) {
  const NotActive own_code;
  Line(absl::StrCat("sleep ", nanoseconds), pc);
  Tape().now += nanoseconds;
}

void LetTimePass(int64_t nanoseconds) {
  const NotActive own_code;
  Line(absl::StrCat("time passes ", nanoseconds), Tape().latest_pc);
  Tape().now += nanoseconds;
}

int64_t NowNanoseconds() { return Tape().now; }

// ---- Ends

void Fail(const char* what, Pc pc) { End(absl::StrCat("fail: ", what), pc); }

void Unsupported(const char* call, Pc pc) {
  End(absl::StrCat("unsupported: ", call), pc);
}

}  // namespace explorer::internal
