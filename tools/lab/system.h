// SPDX-License-Identifier: Apache-2.0
//
// What differs between Linux and Windows: system_posix.cc, system_windows.cc.
//
// Thread safety: pure functions, but for the files and programs they look at.

#ifndef TOOLS_LAB_SYSTEM_H_
#define TOOLS_LAB_SYSTEM_H_

#include <string>

#include "tools/lab/command.h"
#include "tools/lab/machine.h"

namespace lab_command {

bool RunsOnWindows();

// Sets what only this system can tell: compiler, setup, and
//   Linux    sandbox, aslr_bits
//   Windows  symlinks
void ExamineSystem(const Context& context, Machine& machine);

}  // namespace lab_command

#endif  // TOOLS_LAB_SYSTEM_H_
