// SPDX-License-Identifier: Apache-2.0
//
// Leaves one stack for another: what makes a fiber.
//
//   void* main_context;
//   void* context = NewContext(stack_top, Run, &argument);
//   explorer_switch_context(&main_context, context);  // calls Run(&argument)
//
// Keeps what a call keeps by the ABI, the modes of floating point among it; the
// caller knows that all else is lost, as with any call. Written for one CPU a
// file.
//
// Thread safety: a context belongs to one OS thread at a time.
// Errors: none.
//
// Source: the System V ABI for x86-64, and AAPCS64.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_CONTEXT_SWITCH_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_CONTEXT_SWITCH_H_

namespace explorer::internal {

// Stores where the caller stands in *from, and goes on where `to` stands.
// Returns when *from is switched to, which is possible once.
extern "C" void explorer_switch_context(void** from, void* to);

// Stands before entry(argument), which must not return. `stack_top`: the end of
// a stack, a multiple of 16. Its modes of floating point are the caller's.
void* NewContext(char* stack_top, void (*entry)(void*), void* argument);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_CONTEXT_SWITCH_H_
