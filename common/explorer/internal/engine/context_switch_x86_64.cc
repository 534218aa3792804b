// SPDX-License-Identifier: Apache-2.0
//
// x86-64, System V ABI: a call keeps rbx, rbp, r12 to r15, the control bits of
// mxcsr and the x87 control word. They are pushed onto the stack that is left;
// where it stands is its stack pointer.

#include <cstdint>

#include "common/explorer/internal/engine/context_switch.h"

// rdi: from, rsi: to. The unwinder sees the frame that is left until rsp
// changes and the like frame of `to` from then on, so one description fits
// both.
asm(R"(
.pushsection .text
.globl explorer_switch_context
.type explorer_switch_context, @function
.balign 16
explorer_switch_context:
.cfi_startproc
  pushq %rbp
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbp, 0
  pushq %rbx
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbx, 0
  pushq %r12
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r12, 0
  pushq %r13
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r13, 0
  pushq %r14
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r14, 0
  pushq %r15
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r15, 0
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  stmxcsr (%rsp)
  fnstcw 4(%rsp)

  movq %rsp, (%rdi)
  movq %rsi, %rsp

  ldmxcsr (%rsp)
  fldcw 4(%rsp)
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  popq %r15
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r15
  popq %r14
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r14
  popq %r13
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r13
  popq %r12
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r12
  popq %rbx
  .cfi_adjust_cfa_offset -8
  .cfi_restore %rbx
  popq %rbp
  .cfi_adjust_cfa_offset -8
  .cfi_restore %rbp
  ret
.cfi_endproc
.size explorer_switch_context, .-explorer_switch_context
.popsection
)");

// Where a new context begins: its entry is in r12, the argument in rbx. Nobody
// called it, which the unwinder is told by an undefined return address.
asm(R"(
.pushsection .text
.globl explorer_begin_context
.hidden explorer_begin_context
.type explorer_begin_context, @function
.balign 16
explorer_begin_context:
.cfi_startproc
.cfi_undefined %rip
  movq %rbx, %rdi
  callq *%r12
  ud2
.cfi_endproc
.size explorer_begin_context, .-explorer_begin_context
.popsection
)");

namespace explorer::internal {
namespace {

extern "C" void explorer_begin_context();

// What explorer_switch_context pushes, from the stack pointer upwards.
struct Frame {
  uint32_t mxcsr;
  uint16_t x87_control;
  uint16_t unused = 0;
  void* r15 = nullptr;
  void* r14 = nullptr;
  void* r13 = nullptr;
  void* r12;
  void* rbx;
  void* rbp = nullptr;  // the chain of frames ends here
  void* return_address;
};

}  // namespace

void* NewContext(char* stack_top, void (*entry)(void*), void* argument) {
  // The ABI wants a multiple of 16 before a call; the gap keeps it so.
  static_assert(sizeof(Frame) % 16 == 0);
  auto* const frame = reinterpret_cast<Frame*>(stack_top - sizeof(Frame) - 16);
  *frame = {};
  asm("stmxcsr %0" : "=m"(frame->mxcsr));
  asm("fnstcw %0" : "=m"(frame->x87_control));
  frame->r12 = reinterpret_cast<void*>(entry);
  frame->rbx = argument;
  frame->return_address = reinterpret_cast<void*>(&explorer_begin_context);
  return frame;
}

}  // namespace explorer::internal
