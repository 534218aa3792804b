// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/deny_system_call.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

namespace testing_util {
namespace {

sock_filter Step(int code, uint32_t value) {
  return {static_cast<uint16_t>(code), 0, 0, value};
}

// If the number loaded is `number`, the next step, otherwise the one after it.
sock_filter SkipNextUnless(uint32_t number) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, number};
}

std::vector<sock_filter> Program(absl::Span<const DeniedCall> denied) {
  std::vector<sock_filter> program = {
      Step(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (const DeniedCall& call : denied) {
    program.push_back(SkipNextUnless(static_cast<uint32_t>(call.number)));
    program.push_back(Step(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | call.error));
  }
  program.push_back(Step(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return program;
}

bool DenyToThisThread(absl::Span<const DeniedCall> denied) {
  std::vector<sock_filter> steps = Program(denied);
  const sock_fprog program = {static_cast<uint16_t>(steps.size()),
                              steps.data()};
  // What whoever is not root must promise before.
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

bool RunDenied(absl::Span<const DeniedCall> denied,
               absl::FunctionRef<void()> body) {
  bool ran = false;
  // A filter stays for good, so its thread goes with it.
  std::thread thread([&] {
    if (!DenyToThisThread(denied)) return;
    body();
    ran = true;
  });
  thread.join();
  return ran;
}

}  // namespace testing_util
