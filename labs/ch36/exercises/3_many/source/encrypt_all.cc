// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/exercises/3_many/encrypt_all.h"

#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/run.h"

namespace ch36 {
// BEGIN SOLUTION
namespace {

absl::StatusOr<std::string> Encrypt(const Secret& secret) {
  absl::StatusOr<process::CompletedProcess> done =
      process::Run(secret.command,
                   {.start = {.env_changes = {{"PASSWORD", secret.password}}},
                    .io = {.input = secret.text}});
  if (!done.ok()) return done.status();
  if (!done->status.ok()) return done->ToStatus();
  return done->out;
}

}  // namespace
// END SOLUTION

std::vector<absl::StatusOr<std::string>> EncryptAll(
    const std::vector<Secret>& secrets) {
  // BEGIN SOLUTION
  std::vector<absl::StatusOr<std::string>> results(secrets.size());
  // The children do the work. A thread each waits for one of them.
  std::vector<std::thread> waiting;
  for (size_t i = 0; i < secrets.size(); ++i) {
    // An element each, so the threads need no lock.
    waiting.emplace_back([&, i] { results[i] = Encrypt(secrets[i]); });
  }
  for (std::thread& thread : waiting) thread.join();
  return results;
  // STUB: return std::vector<absl::StatusOr<std::string>>(
  // STUB:     secrets.size(), absl::UnimplementedError(absl::StrCat(
  // STUB:                         "one of ", secrets.size(), " texts")));
  // END SOLUTION
}

}  // namespace ch36
