// SPDX-License-Identifier: Apache-2.0
//
// 64-bit ARM, AAPCS64: a call keeps x19 to x30, the low halves of v8 to v15 and
// the modes in FPCR. They are stored on the stack that is left; where it stands
// is its stack pointer.

#include <cstdint>

#include "common/explorer/internal/engine/context_switch.h"

// x0: from, x1: to. The unwinder sees the frame that is left until sp changes
// and the like frame of `to` from then on, so one description fits both.
asm(R"(
.pushsection .text
.globl explorer_switch_context
.type explorer_switch_context, %function
.balign 16
explorer_switch_context:
.cfi_startproc
  sub sp, sp, #176
  .cfi_adjust_cfa_offset 176
  stp x29, x30, [sp, #0]
  .cfi_rel_offset x29, 0
  .cfi_rel_offset x30, 8
  stp x19, x20, [sp, #16]
  .cfi_rel_offset x19, 16
  .cfi_rel_offset x20, 24
  stp x21, x22, [sp, #32]
  .cfi_rel_offset x21, 32
  .cfi_rel_offset x22, 40
  stp x23, x24, [sp, #48]
  .cfi_rel_offset x23, 48
  .cfi_rel_offset x24, 56
  stp x25, x26, [sp, #64]
  .cfi_rel_offset x25, 64
  .cfi_rel_offset x26, 72
  stp x27, x28, [sp, #80]
  .cfi_rel_offset x27, 80
  .cfi_rel_offset x28, 88
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mrs x9, fpcr
  str x9, [sp, #160]

  mov x10, sp
  str x10, [x0]
  mov sp, x1

  ldr x9, [sp, #160]
  msr fpcr, x9
  ldp d14, d15, [sp, #144]
  ldp d12, d13, [sp, #128]
  ldp d10, d11, [sp, #112]
  ldp d8, d9, [sp, #96]
  ldp x27, x28, [sp, #80]
  ldp x25, x26, [sp, #64]
  ldp x23, x24, [sp, #48]
  ldp x21, x22, [sp, #32]
  ldp x19, x20, [sp, #16]
  ldp x29, x30, [sp, #0]
  add sp, sp, #176
  .cfi_adjust_cfa_offset -176
  .cfi_restore x19
  .cfi_restore x20
  .cfi_restore x21
  .cfi_restore x22
  .cfi_restore x23
  .cfi_restore x24
  .cfi_restore x25
  .cfi_restore x26
  .cfi_restore x27
  .cfi_restore x28
  .cfi_restore x29
  .cfi_restore x30
  ret
.cfi_endproc
.size explorer_switch_context, .-explorer_switch_context
.popsection
)");

// Where a new context begins: its entry is in x20, the argument in x19. Nobody
// called it, which the unwinder is told by an undefined return address.
asm(R"(
.pushsection .text
.globl explorer_begin_context
.hidden explorer_begin_context
.type explorer_begin_context, %function
.balign 16
explorer_begin_context:
.cfi_startproc
.cfi_undefined x30
  mov x0, x19
  blr x20
  brk #1
.cfi_endproc
.size explorer_begin_context, .-explorer_begin_context
.popsection
)");

namespace explorer::internal {
namespace {

extern "C" void explorer_begin_context();

// What explorer_switch_context stores, from the stack pointer upwards.
struct Frame {
  void* x29 = nullptr;  // the chain of frames ends here
  void* x30;            // where it goes on
  void* x19;
  void* x20;
  void* x21_to_x28[8] = {};
  double d8_to_d15[8] = {};
  uint64_t fpcr;
  uint64_t unused = 0;
};

}  // namespace

void* NewContext(char* stack_top, void (*entry)(void*), void* argument) {
  static_assert(sizeof(Frame) == 176);
  auto* const frame = reinterpret_cast<Frame*>(stack_top - sizeof(Frame));
  *frame = {};
  asm("mrs %0, fpcr" : "=r"(frame->fpcr));
  frame->x30 = reinterpret_cast<void*>(&explorer_begin_context);
  frame->x19 = argument;
  frame->x20 = reinterpret_cast<void*>(entry);
  return frame;
}

}  // namespace explorer::internal
