// SPDX-License-Identifier: Apache-2.0
//
// The lines of source that return addresses of the running program stand for,
// as `addr2line` (of the package binutils) reads them from its debug
// information.
//
//   SourceLines lines;
//   lines.Find(all_addresses);                  // one run for all of them
//   SourceLine at = lines.UsersLine(stack);     // counter.h:21, Increment()
//   if (!lines.note().empty()) std::cerr << lines.note() << "\n";
//
// Use it once an execution is to be shown: a run takes 10 ms and more.
//
// Thread safety: one thread at a time.
// Errors: none. Where something is not to be had it stays empty, and note()
// says what is missing.
//
// Source: man 1 addr2line.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_SOURCE_LINES_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_SOURCE_LINES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace explorer::internal {

struct SourceLine {
  std::string function = "";  // "Counter::Increment"; "": not known
  std::string file = "";      // "labs/ch38/counter.h"; "": not known
  int line = 0;               // from 1
  std::string text = "";      // of the line; "": the file can't be read

  friend bool operator==(const SourceLine&, const SourceLine&) = default;
};

class SourceLines {
 public:
  // `addr2line`: its name or path.
  explicit SourceLines(absl::string_view addr2line = "addr2line");

  // Looks up what is not known yet, all in one run of addr2line for each file
  // (program or library) that the addresses are in. They are return addresses:
  // what is looked up is the call before.
  void Find(absl::Span<const void* const> addresses);

  // The functions at an address, the innermost first: more than one where a
  // call was inlined. Addresses that Find() was not given have none.
  const std::vector<SourceLine>& At(const void* address) const;

  // The innermost line of a stack (the innermost address first) that is in the
  // user's code: neither in the system's headers nor in other libraries', nor
  // in the explorer. Where there is none, the innermost that has a function.
  SourceLine UsersLine(absl::Span<const void* const> stack) const;

  // The lines of a file that a SourceLine names, looked for in the current
  // folder, a test's runfiles, and the workspace that `bazel run` was called
  // in. Empty: none can be read.
  const std::vector<std::string>& File(const std::string& file);

  // A sentence for the user: why all lines are missing, and how to get them; or
  // "".
  const std::string& note() const { return note_; }

 private:
  using Addresses = std::vector<const void*>;

  void FindIn(const std::string& file, const Addresses& addresses,
              const std::vector<uint64_t>& in_file);
  void FindNames(const Addresses& addresses);
  void AddText(std::vector<SourceLine>& lines);

  const std::string addr2line_;
  std::string note_;
  absl::btree_map<const void*, std::vector<SourceLine>> lines_;
  absl::btree_map<std::string, std::vector<std::string>> files_;
};

// ---- Parts, for tests

// What `addr2line -a -f -C -i` has written: the functions of each address.
std::vector<std::vector<SourceLine>> ParseAddr2line(absl::string_view output);

// "void f<int>(std::vector<int>&) const" as "f"; a lambda in it as
// "f::lambda".
std::string ShortFunctionName(absl::string_view demangled);

// The name of a file as a student knows it, from the workspace on, where the
// compiler wrote it from the root of a sandbox on.
std::string WorkspaceFile(absl::string_view file);

// Whether a file, as WorkspaceFile() names it, is the user's own.
bool IsUsersFile(absl::string_view file);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_SOURCE_LINES_H_
