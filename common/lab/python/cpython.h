// SPDX-License-Identifier: Apache-2.0
//
// Which CPythons this machine has: a lab runs a script in each of them, to show
// what Python does beside what C++ does.
//
//   for (const lab::CPython& python : lab::FindCPythons()) {
//     std::cout << python.Name() << " is " << python.path << "\n";
//   }
//
// RunForJson() (run_for_json.h) runs a script in one and takes its answer.
//
// Thread safety: values; the functions start programs, and may be called from
// any thread while none changes the environment.
//
// Source: "Python support for free threading" in Python's documentation.

#ifndef COMMON_LAB_PYTHON_CPYTHON_H_
#define COMMON_LAB_PYTHON_CPYTHON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lab {

struct CPython {
  std::string path = "";  // the executable itself; links and shims are followed
  std::string version = "";  // "3.11.7"
  bool has_gil = true;       // false: a free-threaded build, with its GIL off

  // A short name for a column: "CPython 3.11"; without a GIL "CPython 3.13t".
  std::string Name() const;
};

// The folders in PATH, in its order.
std::vector<std::string> FoldersOfPath();

// The CPythons in `folders`, the newest first; none is no error. Each file
// named python, python3, python2, python3.N or python3.Nt is really started and
// asked, for at most 10 s, all of them side by side. Left out: what does not
// start or fails (the shim of a version manager for a version that is not
// chosen), what is no CPython, and what has the Name() of one that was found
// before it.
std::vector<CPython> FindCPythons(
    const std::vector<std::string>& folders = FoldersOfPath());

// The CPython that `path` starts; a name without a slash is looked for in PATH.
// The message names `path`.
//   NotFound          no such file
//   PermissionDenied  it may not be run, or is no program
//   InvalidArgument   it is another Python, such as PyPy
//   Aborted, Internal, DeadlineExceeded
//                     it ran, but failed, or answered as no Python does, or
//                     not within 10 s
//   any other code of process::Run()
absl::StatusOr<CPython> CPythonAt(const std::string& path);

}  // namespace lab

#endif  // COMMON_LAB_PYTHON_CPYTHON_H_
