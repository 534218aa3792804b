// SPDX-License-Identifier: Apache-2.0
//
// The hooks in a program that has code under test but no explorer, such as a
// demo: never active, so never called. Where an explorer is linked its own take
// their place, as these are weak.

#include "absl/base/attributes.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

ABSL_ATTRIBUTE_WEAK bool g_active = false;

ABSL_ATTRIBUTE_WEAK void Read(const volatile void*, size_t, Pc) {}
ABSL_ATTRIBUTE_WEAK void Write(const volatile void*, size_t, Pc) {}
ABSL_ATTRIBUTE_WEAK void AtomicLoad(const volatile void*, size_t, int, Pc) {}
ABSL_ATTRIBUTE_WEAK void AtomicStore(const volatile void*, size_t, int, Pc) {}
ABSL_ATTRIBUTE_WEAK void AtomicReadWrite(const volatile void*, size_t, int,
                                         Pc) {}
ABSL_ATTRIBUTE_WEAK bool WeakFails(bool) { return false; }
ABSL_ATTRIBUTE_WEAK void* AllocateBlock(size_t, size_t, Pc) { return nullptr; }
ABSL_ATTRIBUTE_WEAK bool FreeBlock(void*, Pc) { return false; }
ABSL_ATTRIBUTE_WEAK size_t BytesOfBlock(const void*) { return 0; }
ABSL_ATTRIBUTE_WEAK void Fresh(const volatile void*, size_t) {}
ABSL_ATTRIBUTE_WEAK void AtomicFence(int, Pc) {}
ABSL_ATTRIBUTE_WEAK void AtomicLoadWhen(const volatile void*, size_t, Guard,
                                        Pc) {}
ABSL_ATTRIBUTE_WEAK void AtomicWithinStep(const volatile void*) {}
ABSL_ATTRIBUTE_WEAK bool OthersAreAt(const volatile void*, size_t) {
  return true;
}
ABSL_ATTRIBUTE_WEAK void Arrive(const volatile void*, Pc) {}
ABSL_ATTRIBUTE_WEAK void EnterFunction(Pc) {}
ABSL_ATTRIBUTE_WEAK void LeaveFunction() {}

}  // namespace explorer::internal
