// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/exercises/3_first_error/gather.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace ch37 {

// BEGIN SOLUTION
namespace {

// An exception becomes an error, so that it stays in its thread.
absl::StatusOr<int64_t> Call(const Job& job) {
  try {
    return job();
  } catch (const std::exception& exception) {
    return absl::InternalError(exception.what());
  } catch (...) {
    return absl::UnknownError("unknown exception");
  }
}

absl::Status OfJob(size_t i, const absl::Status& error) {
  return absl::Status(error.code(),
                      absl::StrCat("job ", i, ": ", error.message()));
}

}  // namespace

// END SOLUTION
absl::StatusOr<std::vector<int64_t>> Gather(const std::vector<Job>& jobs) {
  // BEGIN SOLUTION
  std::vector<absl::StatusOr<int64_t>> results(jobs.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < jobs.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = Call(jobs[i]); });
  }
  for (std::thread& thread : threads) thread.join();

  std::vector<int64_t> values;
  for (size_t i = 0; i < results.size(); ++i) {
    if (!results[i].ok()) return OfJob(i, results[i].status());
    values.push_back(*results[i]);
  }
  return values;
  // STUB: std::vector<int64_t> all;
  // STUB: for (const Job& job : jobs) {
  // STUB:   const absl::StatusOr<int64_t> result = job();  // It may throw.
  // STUB:   if (!result.ok()) return result.status();  // And the other jobs?
  // STUB:   all.push_back(*result);
  // STUB: }
  // STUB: return all;
  // END SOLUTION
}

}  // namespace ch37
