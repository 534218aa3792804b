// SPDX-License-Identifier: Apache-2.0
//
// Stdio says where one of a child's standard streams leads.
//
//   options.in = process::Stdio::Null();
//   options.out = process::Stdio::File("log.txt", process::FileMode::kAppend);
//   options.err = process::Stdio::Stdout();  // 2>&1
//
// Thread safety: a value; copy it freely. Of a handle given with Own() all
// copies share the one, and the first start uses it up.
//
// Source: stdin, stdout and stderr of Popen in Python's subprocess.

#ifndef COMMON_PROCESS_STDIO_H_
#define COMMON_PROCESS_STDIO_H_

#include <memory>
#include <string>
#include <utility>

#include "common/process/handle.h"

namespace process {

enum class FileMode {
  kRead,       // must exist
  kTruncate,   // created or emptied, then written
  kAppend,     // created if missing, each write goes to its end
  kCreateNew,  // must not exist yet
};

class Stdio {
 public:
  enum class Kind {
    kDefault,
    kInherit,
    kPipe,
    kNull,
    kStdout,
    kStderr,
    kFile,
    kBorrow,
    kOwn,
  };

  // What the starting function takes where nothing is said: Start() inherits,
  // Run() captures.
  Stdio() = default;

  // The same as this program's.
  static Stdio Inherit() { return Stdio(Kind::kInherit); }

  // A pipe to this program: Subprocess::in(), out(), err(), Communicate().
  static Stdio Pipe() { return Stdio(Kind::kPipe); }

  // Input that is empty, output that vanishes.
  static Stdio Null() { return Stdio(Kind::kNull); }

  // For err alone: wherever out leads (2>&1), in the order of writing.
  static Stdio Stdout() { return Stdio(Kind::kStdout); }

  // For out alone: wherever err leads (1>&2).
  static Stdio Stderr() { return Stdio(Kind::kStderr); }

  // A file. A relative path is relative to this program's current folder, as
  // with open(), and not to the child's.
  static Stdio File(std::string path, FileMode mode) {
    Stdio stdio(Kind::kFile);
    stdio.path_ = std::move(path);
    stdio.mode_ = mode;
    return stdio;
  }

  // An open handle, which stays the caller's and must stay open until the start
  // has returned.
  static Stdio Borrow(NativeHandle handle) {
    Stdio stdio(Kind::kBorrow);
    stdio.borrowed_ = handle;
    return stdio;
  }

  // An open handle that starting closes here, whether it fails or not.
  static Stdio Own(UniqueHandle handle) {
    Stdio stdio(Kind::kOwn);
    stdio.owned_ = std::make_shared<UniqueHandle>(std::move(handle));
    return stdio;
  }

  Kind kind() const { return kind_; }
  const std::string& path() const { return path_; }  // of kFile
  FileMode mode() const { return mode_; }            // of kFile

  // Of kBorrow and kOwn; kNoHandle once a start has used it up, or where it was
  // moved from.
  NativeHandle handle() const {
    return owned_ != nullptr ? owned_->get() : borrowed_;
  }

  // Closes what Own() was given.
  void CloseOwned() const {
    if (owned_ != nullptr) owned_->Close();
  }

 private:
  explicit Stdio(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::kDefault;
  std::string path_;
  FileMode mode_ = FileMode::kRead;
  NativeHandle borrowed_ = kNoHandle;
  std::shared_ptr<UniqueHandle> owned_;
};

}  // namespace process

#endif  // COMMON_PROCESS_STDIO_H_
