// SPDX-License-Identifier: Apache-2.0
//
// The program under test, as the explorer sees it: what its compiled code and
// the libraries under it do is turned into these calls. The files in calls/,
// which speak other languages (the compiler's __tsan_ calls, wrapped
// absl::Mutex, interposed pthread), do nothing but translate:
//
//   int pthread_mutex_lock(pthread_mutex_t* mutex) {
//     if (!Active()) return RealMutexLock(mutex);
//     Lock(mutex, Mode::kExclusive, CALLER);
//     return 0;
//   }
//
// Each call but those of memory and functions may switch to other threads
// before it returns. A caller that is not Active() calls the real thing.
//
// Thread safety: called by the program's thread that runs.
// Errors: a wrong use (an unlock of what another thread holds) ends the
// execution and is reported; the call does not return.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_HOOKS_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_HOOKS_H_

#include <cstddef>
#include <cstdint>

namespace explorer::internal {

// A place in the program: the address after the call that led to the hook.
using Pc = const void*;

// The place of an operation that traces leave out, since no reader looks for
// it: that a library's constant is there already.
inline constexpr Pc kNotForReaders = nullptr;

// Whether what runs belongs to an explored program: false without exploration,
// and while the explorer's own code runs (which may use the same functions).
// Owned by the runtime; constant in between two of its calls. A plain variable,
// as all engines run one thread at a time; real threads hand it over with the
// turn. Threads that are not part of the program don't run meanwhile.
extern bool g_active;
inline bool Active() { return g_active; }

// The explorer's own code, so that it may use what it interposes.
class NotActive {
 public:
  NotActive() : before_(g_active) { g_active = false; }
  ~NotActive() { g_active = before_; }
  NotActive(const NotActive&) = delete;
  NotActive& operator=(const NotActive&) = delete;

 private:
  bool before_;
};

// ---- Memory. Not scheduling points, unless told to run on through races.

void Read(const volatile void* address, size_t size, Pc pc);
void Write(const volatile void* address, size_t size, Pc pc);

// The bytes are newly allocated: what was there before is no one's business.
void Fresh(const volatile void* address, size_t size);

// ---- The heap of malloc and its like. (That of new is the same.)

// At the same address in each execution. nullptr: no program could have it.
void* AllocateBlock(size_t size, size_t alignment, Pc pc);
// Whether it is of that heap, and so was freed; also where nothing is Active().
bool FreeBlock(void* block, Pc pc);
// As many as it has, not fewer than were asked for; 0: not of that heap.
size_t BytesOfBlock(const void* block);

// What a thread waits for; pure. Beside a mutex, it reads what that guards.
struct Guard {
  bool (*holds)(const void* argument) = nullptr;  // nullptr: always
  const void* argument = nullptr;
};

// ---- Atomics: called before the caller performs the operation in memory.

void AtomicLoad(const volatile void* address, size_t size, int order, Pc pc);
void AtomicStore(const volatile void* address, size_t size, int order, Pc pc);
// exchange, fetch_add, compare_exchange (succeed or not), ...
void AtomicReadWrite(const volatile void* address, size_t size, int order,
                     Pc pc);
// Right after it, for a compare_exchange_weak: whether it fails for no reason.
bool WeakFails(bool would_succeed);
void AtomicFence(int order, Pc pc);
// A load that waits until the guard holds, which may look at this atomic alone,
// and stays true.
void AtomicLoadWhen(const volatile void* address, size_t size, Guard guard,
                    Pc pc);

// A read and write that is a part of the step before it, so that no other
// thread comes in between.
void AtomicWithinStep(const volatile void* address);

// Whether another thread's next operation is about an object in these bytes, or
// it waits there.
bool OthersAreAt(const volatile void* memory, size_t size);

// At a barrier, named by its address: threads do so one after another. What
// that orders beside is up to the caller.
void Arrive(const volatile void* barrier, Pc pc);

// ---- Functions: the way to where an operation is.

// `caller`: where the function that begins was called.
void EnterFunction(Pc caller);
void LeaveFunction();

// ---- Mutexes: absl::Mutex, pthread_mutex_t, pthread_rwlock_t; named by their
// address.

enum class Mode : uint8_t { kExclusive, kShared };

void Lock(void* mutex, Mode mode, Pc pc);
// The owner may lock it again, and unlocks it as often.
void LockRecursively(void* mutex, Pc pc);
// Returns with the mutex, and the guard true.
void LockWhen(void* mutex, Mode mode, Guard guard, Pc pc);
// Returns with the mutex, sooner or later; whether the guard is true.
bool LockWhenWithin(void* mutex, Mode mode, Guard guard, Pc pc);
// Locks unless that takes too long, as pthread_mutex_timedlock does.
bool LockWithin(void* mutex, Mode mode, Pc pc);
// Whether it was free.
bool TryLock(void* mutex, Mode mode, Pc pc);
bool TryLockRecursively(void* mutex, Pc pc);
void Unlock(void* mutex, Mode mode, Pc pc);
// Of whichever mode the caller holds (pthread_rwlock_unlock).
void UnlockAny(void* mutex, Pc pc);
// Lets go of the mutex, and has it back when the guard is true.
void Await(void* mutex, Guard guard, Pc pc);
// Or sooner; whether the guard is true.
bool AwaitWithin(void* mutex, Guard guard, Pc pc);
// Fails the execution unless the caller holds it (kShared: in either mode).
void AssertHeld(void* mutex, Mode mode, Pc pc);
bool IsHeldByCaller(void* mutex);
void MutexDestroyed(void* mutex, Pc pc);

// ---- Condition variables: absl::CondVar, pthread_cond_t.

void Wait(void* condition, void* mutex, Pc pc);
// Whether it was notified; false: the time was over.
bool WaitWithin(void* condition, void* mutex, Pc pc);
void NotifyOne(void* condition, Pc pc);
void NotifyAll(void* condition, Pc pc);
void ConditionDestroyed(void* condition, Pc pc);

// ---- Threads. Named by numbers: 0 runs the body, the others count from 1 in
// the order in which they are created.

// Begins to run body(argument) sooner or later; -1: there are too many.
int CreateThread(void* (*body)(void*), void* argument, Pc pc);
// Waits for its end; what it returned. A second join ends the execution.
void* JoinThread(int thread, Pc pc);
void DetachThread(int thread, Pc pc);
int CurrentThread();
// Ends the thread that runs (pthread_exit).
[[noreturn]] void ExitThread(void* result);

// Others may go first; in a loop, they do so in the end.
void Yield(Pc pc);

// ---- Time: virtual. It stands still while threads run, and a sleep is over
// whenever the schedule says so, at its time or later.

void Sleep(int64_t nanoseconds, Pc pc);
// So long did a wait take that has ended.
void LetTimePass(int64_t nanoseconds);
int64_t NowNanoseconds();  // since the execution began

// ---- Ends of the execution that are findings.

// A failed assertion, an abort, an uncaught exception. `what`: a line or more.
[[noreturn]] void Fail(const char* what, Pc pc);
// Something that can't be explored, such as "fork": names it.
[[noreturn]] void Unsupported(const char* call, Pc pc);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_HOOKS_H_
