// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/outside_pe.h"

#include "common/explorer/internal/hooks/thread_slot_windows.h"

namespace explorer::internal {
namespace {

constinit ThreadSlot g_inside;

}  // namespace

bool IsOutside() { return g_inside.Get() == nullptr; }

void SetOutside(bool outside) { g_inside.Set(outside ? nullptr : &g_inside); }

}  // namespace explorer::internal
