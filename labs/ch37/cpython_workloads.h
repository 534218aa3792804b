// SPDX-License-Identifier: Apache-2.0
//
// Runs the chapter's workloads, and the two measurements of the GIL, in a real
// CPython: python/workloads.py says them in Python.
//
//   int main(int argc, char** argv) {
//     for (const lab::CPython& python : lab::FindCPythons()) {
//       const ch37::CPythonWorkloads workloads(python,
//                                              ch37::WorkloadsScript(argv[0]));
//       absl::StatusOr<absl::Duration> serial =
//           workloads.Factorise(ch37::Order::kSerial);
//
// Each method starts Python once more, and returns what Python itself measured:
// its own start and end are not in it.
//
// Thread safety: any thread; what runs at the same time disturbs what is
// measured.
//
// Errors of all methods, with the interpreter's path in the message:
//   Aborted           the script failed; the message has what it wrote to
//                     stderr (a folder that is not there, a bad number)
//   DeadlineExceeded  it took longer than the timeout, and was killed
//   Internal          its answer is not what the script answers
//   any other code of process::Run(): Python never ran
//
// Sources: Beazley, "Understanding the Python GIL" (2010);
// sys.setswitchinterval in Python's documentation.

#ifndef LABS_CH37_CPYTHON_WORKLOADS_H_
#define LABS_CH37_CPYTHON_WORKLOADS_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/python/cpython.h"
#include "labs/ch37/order.h"
#include "labs/ch37/slices.h"
#include "labs/ch37/write_files.h"

namespace ch37 {

// Where the script is: beside the program that was started by the path `argv0`
// and has :workloads in its data.
std::string WorkloadsScript(absl::string_view argv0);

struct OvershootOptions {
  int sleeps = 200;  // 1 or more
  int spinners = 1;  // threads that compute meanwhile, 0 or more
  // What sys.setswitchinterval() sets, more than 0; 5 ms otherwise. From Python
  // 3.2: an older one returns Aborted.
  std::optional<absl::Duration> switch_interval = std::nullopt;
  // What sys.setcheckinterval() sets; 100 otherwise. Up to Python 3.8: a newer
  // one returns Aborted, and from 3.2 on it changes nothing.
  std::optional<int> check_interval = std::nullopt;
};

class CPythonWorkloads {
 public:
  // `timeout` is for each run. The slowest workload takes 8 s on a busy machine
  // (lines, on threads, in Python 2.7).
  CPythonWorkloads(lab::CPython python, std::string script,
                   absl::Duration timeout = absl::Minutes(2));

  const lab::CPython& python() const { return python_; }

  // As FactoriseAll(kNumbers), or FactoriseAllOnThreads().
  absl::StatusOr<absl::Duration> Factorise(Order order) const;

  // `calls` (0 or more) of select(), each of which waits 0.1 s. On Windows,
  // where select() refuses to wait for nothing, of time.sleep().
  absl::StatusOr<absl::Duration> Select(Order order, int calls = 5) const;

  // As WriteFiles() and then FactoriseAll(kNumbers), or WriteFilesOnThreads()
  // with that meanwhile: the same files with the same bytes.
  absl::StatusOr<absl::Duration> WriteFiles(Order order,
                                            const std::filesystem::path& folder,
                                            int files, int lines,
                                            Shape shape) const;

  // As LargeWriteJobs() (jobs.h): `files` of so many MiB, a call each.
  absl::StatusOr<absl::Duration> WriteLarge(Order order,
                                            const std::filesystem::path& folder,
                                            int files, int mebibytes) const;

  // Lets `threads` (2 or more) spin for `length` (more than 0). Aborted, too,
  // if that was so short that none took over from another.
  //   FailedPrecondition  this Python has no GIL to share
  absl::StatusOr<Slices> MeasureSlices(
      int threads = 2, absl::Duration length = absl::Seconds(1)) const;

  // The median of how much longer than 1 ms a sleep of 1 ms takes.
  absl::StatusOr<absl::Duration> MeasureOvershoot(
      const OvershootOptions& options = {}) const;

 private:
  // Runs a workload and returns these fields of its answer.
  absl::StatusOr<std::vector<double>> Run(
      absl::string_view workload, Order order,
      const std::vector<std::string>& options,
      const std::vector<std::string>& fields) const;

  // Runs one that answers how long it took.
  absl::StatusOr<absl::Duration> Time(
      absl::string_view workload, Order order,
      const std::vector<std::string>& options) const;

  lab::CPython python_;
  std::string script_;
  absl::Duration timeout_;
};

}  // namespace ch37

#endif  // LABS_CH37_CPYTHON_WORKLOADS_H_
