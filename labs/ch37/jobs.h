// SPDX-License-Identifier: Apache-2.0
//
// The chapter's workloads as programs for the interpreter, and how to run them
// under a lock: one after another, or side by side. A job has a thread of its
// own either way.
//
//   ch37::NewGil gil;
//   absl::StatusOr<absl::Duration> threads = ch37::RunJobs(
//       ch37::FactoriseJobs(ch37::kNumbers), ch37::Order::kThreads, gil);
//
// Thread safety: RunJobs() from any thread; a job runs in one call at a time.

#ifndef LABS_CH37_JOBS_H_
#define LABS_CH37_JOBS_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/order.h"
#include "labs/ch37/program.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {

// What one thread is to do.
struct Job {
  std::string name;
  Program program;
  std::vector<int64_t> arguments = {};
};

// Runs the jobs under `gil`, each on a thread: one after the other has ended,
// or all started in order. Returns how long all of them took, from before the
// first thread is started until after the last one has ended. If there is a
// `recorder`, it gets a track a job; jobs that run one by one share one.
//
// The first error of a job, by number; all of them run all the same.
absl::StatusOr<absl::Duration> RunJobs(absl::Span<const Job> jobs, Order order,
                                       Gil& gil,
                                       TimelineRecorder* recorder = nullptr);

// Finds the factors of each number by trial division, a job each: bytecode and
// nothing else. Where `factors` is given, what job i finds is put into its
// element i; it must outlive the jobs and have an element for each.
std::vector<Job> FactoriseJobs(
    absl::Span<const int32_t> numbers,
    std::vector<std::vector<int32_t>>* factors = nullptr);

// The same in one job, one number after the other.
Job FactoriseAllJob(absl::Span<const int32_t> numbers,
                    std::vector<std::vector<int32_t>>* factors = nullptr);

// Blocks in select() for `timeout`, a job for each call.
std::vector<Job> SelectJobs(int calls, absl::Duration timeout);

// Writes the lines of write_files.h into as many files, a job each. Each line
// is formatted by one native call, which holds the lock; when 8 KiB have come
// together they are written without it, as CPython's buffered files do.
std::vector<Job> LineJobs(const std::filesystem::path& folder, int files,
                          int lines);

// The same bytes, but each file is put together in memory and then written by
// one call without the lock.
std::vector<Job> ChunkJobs(const std::filesystem::path& folder, int files,
                           int lines);

// Writes files of so many MiB, a job each. The bytes are there beforehand, and
// each file is written by one call without the lock: all waiting, in the
// interpreter's eyes.
std::vector<Job> LargeWriteJobs(const std::filesystem::path& folder, int files,
                                int mebibytes);

// Counts to `turns`, a job for each thread: a loop to watch a lock with.
std::vector<Job> CountJobs(int threads, int64_t turns);

}  // namespace ch37

#endif  // LABS_CH37_JOBS_H_
