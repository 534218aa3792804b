// SPDX-License-Identifier: Apache-2.0
//
// What headers call that find themselves compiled with -fsanitize=thread, to
// tell TSan of mutexes it could not see. The explorer sees them by itself:
// these say nothing to it.
//
// Source: sanitizer/tsan_interface.h; absl/base/dynamic_annotations.h.

#include <cstddef>

// Under --config=tsan they are TSan's.
#ifndef __SANITIZE_THREAD__

extern "C" {

void __tsan_mutex_create(void*, unsigned) {}
void __tsan_mutex_destroy(void*, unsigned) {}
void __tsan_mutex_pre_lock(void*, unsigned) {}
void __tsan_mutex_post_lock(void*, unsigned, int) {}
// How often the mutex was locked, for those that may be locked repeatedly.
int __tsan_mutex_pre_unlock(void*, unsigned) { return 1; }
void __tsan_mutex_post_unlock(void*, unsigned) {}
void __tsan_mutex_pre_signal(void*, unsigned) {}
void __tsan_mutex_post_signal(void*, unsigned) {}
void __tsan_mutex_pre_divert(void*, unsigned) {}
void __tsan_mutex_post_divert(void*, unsigned) {}
void __tsan_acquire(void*) {}
void __tsan_release(void*) {}
void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}

void AnnotateRWLockCreate(const char*, int, const volatile void*) {}
void AnnotateRWLockCreateStatic(const char*, int, const volatile void*) {}
void AnnotateRWLockDestroy(const char*, int, const volatile void*) {}
void AnnotateRWLockAcquired(const char*, int, const volatile void*, long) {}
void AnnotateRWLockReleased(const char*, int, const volatile void*, long) {}
void AnnotateHappensBefore(const char*, int, const volatile void*) {}
void AnnotateHappensAfter(const char*, int, const volatile void*) {}
void AnnotateBenignRace(const char*, int, const volatile void*, const char*) {}
void AnnotateBenignRaceSized(const char*, int, const volatile void*, size_t,
                             const char*) {}
void AnnotateThreadName(const char*, int, const char*) {}
void AnnotateEnableRaceDetection(const char*, int, int) {}
void AnnotateIgnoreReadsBegin(const char*, int) {}
void AnnotateIgnoreReadsEnd(const char*, int) {}
void AnnotateIgnoreWritesBegin(const char*, int) {}
void AnnotateIgnoreWritesEnd(const char*, int) {}
void AnnotateIgnoreSyncBegin(const char*, int) {}
void AnnotateIgnoreSyncEnd(const char*, int) {}

}  // extern "C"

#endif  // __SANITIZE_THREAD__
