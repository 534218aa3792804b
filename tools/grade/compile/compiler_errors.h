// SPDX-License-Identifier: Apache-2.0
//
// What the words of gcc, clang and their linkers tell of whose fault it is that
// nothing was made. All of their words: students can have a compiler write
// nearly anything, but not without an error that it reports as well.
//
//   if (grade::ToolDied(ran.err)) return Fail("the compiler was killed");
//
// Thread safety: pure functions. Errors: none.
//
// Source: gcc/gcc.cc (execute) and gcc/collect-utils.cc of GCC;
// clang/lib/Driver/Driver.cpp of LLVM.

#ifndef TOOLS_GRADE_COMPILE_COMPILER_ERRORS_H_
#define TOOLS_GRADE_COMPILE_COMPILER_ERRORS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tools/grade/jail/limits.h"

namespace grade {

// What the driver started (cc1plus, the assembler, the linker) was killed, as a
// system does that is out of memory, or could not be started; and no error was
// reported. A crash is none of that: code may drive a compiler to it.
bool ToolDied(absl::string_view errors);

// There was no room for a file. That is the code's fault if the jail's disk was
// full, and this machine's if that is.
bool DiskWasFull(absl::string_view errors);

// Whether a compiler that made nothing, in a jail that lets it compute for
// `cpu`, failed for a reason that is not in the code. `disk_is_full`: this
// machine's.
bool IsMachinesFault(const JailReport& report, absl::string_view errors,
                     absl::Duration cpu, bool disk_is_full);

// Whether the first error is in a file whose path contains `theirs`. True if
// there is none that says where.
bool FirstErrorIsIn(absl::string_view theirs, absl::string_view errors);

}  // namespace grade

#endif  // TOOLS_GRADE_COMPILE_COMPILER_ERRORS_H_
