// SPDX-License-Identifier: Apache-2.0
//
// ExitStatus says how a program ended.
//
// A program that ran and failed is not an error of ours: it is an ExitStatus.
//
//   process::ExitStatus status = result->status;
//   if (!status.ok()) std::cerr << "the filter ended with " << status << "\n";
//
// Thread safety: a value; copy it freely.
//
// Source: waitpid(2); GetExitCodeProcess in the Windows API; returncode in
// Python's subprocess.

#ifndef COMMON_PROCESS_EXIT_STATUS_H_
#define COMMON_PROCESS_EXIT_STATUS_H_

#include <cstdint>
#include <ostream>
#include <string>

namespace process {

class ExitStatus {
 public:
  // Exit code 0.
  ExitStatus() = default;

  // The program returned `code` from main() or called exit(). POSIX keeps the
  // low 8 bits, 0 to 255. Windows keeps 32 bits, which come unsigned, so that
  // an access violation is 0xC0000005 and not a negative number.
  static ExitStatus FromCode(int64_t code) {
    return ExitStatus(Kind::kExited, code);
  }

  // A signal killed the program. POSIX only: on Windows a crash is a code.
  static ExitStatus FromSignal(int signal, bool core_dumped = false) {
    ExitStatus status(Kind::kSignaled, signal);
    status.core_dumped_ = core_dumped;
    return status;
  }

  // The program ended, but the system gave its status to no one or to someone
  // else: this program ignores SIGCHLD, or waits elsewhere for every child.
  static ExitStatus Unknown() { return ExitStatus(Kind::kUnknown, 0); }

  // It is known that the program exited with code 0.
  bool ok() const { return exited() && value_ == 0; }

  bool exited() const { return kind_ == Kind::kExited; }
  bool signaled() const { return kind_ == Kind::kSignaled; }
  bool unknown() const { return kind_ == Kind::kUnknown; }

  // The system has also written the program's memory to a file, or tried to.
  bool core_dumped() const { return core_dumped_; }

  // The code; only if exited().
  int64_t exit_code() const;

  // The signal's number; only if signaled().
  int term_signal() const;

  // Python's returncode: the exit code, or minus the signal's number. Python
  // has no value for unknown(); only if not unknown().
  int64_t returncode() const;

  // "exit code 3", "exit code 0xC0000005", "killed by signal 9 (SIGKILL)";
  // ", core dumped" is added.
  std::string ToString() const;

  friend bool operator==(const ExitStatus&, const ExitStatus&) = default;

  template <typename Sink>
  friend void AbslStringify(Sink& sink, const ExitStatus& status) {
    sink.Append(status.ToString());
  }
  friend std::ostream& operator<<(std::ostream& out, const ExitStatus& status) {
    return out << status.ToString();
  }

 private:
  enum class Kind { kExited, kSignaled, kUnknown };

  ExitStatus(Kind kind, int64_t value) : kind_(kind), value_(value) {}

  Kind kind_ = Kind::kExited;
  bool core_dumped_ = false;
  int64_t value_ = 0;  // exit code or signal, as kind_ says
};

}  // namespace process

#endif  // COMMON_PROCESS_EXIT_STATUS_H_
