// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/system_calls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/process/handle.h"

namespace grade {
namespace {

#if defined(__x86_64__)
constexpr uint32_t kProcessor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t kProcessor = AUDIT_ARCH_AARCH64;
#else
constexpr uint32_t kProcessor = 0;
#endif

constexpr int kRefused[] = {
    // Memory that no process is charged for.
    SYS_memfd_create,
    SYS_memfd_secret,
    SYS_shmget,
    SYS_shmat,
    SYS_msgget,
    SYS_semget,
    SYS_mq_open,
    // Other processes.
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_getfd,
    // A new world.
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_open_tree,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsmount,
    SYS_fsconfig,
    SYS_mount_setattr,
    // The kernel itself.
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_syslog,
    SYS_acct,
    SYS_quotactl,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    // The clock and the processor of everybody else.
    SYS_clock_settime,
    SYS_settimeofday,
    SYS_adjtimex,
    SYS_clock_adjtime,
};

// The call's name on x86-64 begins here for programs of the x32 kind.
constexpr uint32_t kX32Calls = 0x40000000;

std::vector<sock_filter> Filter() {
  const sock_filter refuse =
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (ENOSYS & 0xffff));
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      // Calls of another kind of program have other numbers: none of them.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kProcessor, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32Calls, 0, 1),
      refuse,
  };
  for (int call : kRefused) {
    filter.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<uint32_t>(call), 0, 1));
    filter.push_back(refuse);
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return filter;
}

}  // namespace

absl::StatusOr<process::UniqueHandle> SystemCallFilter() {
  if (kProcessor == 0) {
    return absl::UnimplementedError(
        "the jail knows the system calls of x86-64 and AArch64 alone");
  }
  const std::vector<sock_filter> filter = Filter();
  const size_t size = filter.size() * sizeof(sock_filter);
  process::UniqueHandle file(memfd_create("seccomp", MFD_CLOEXEC));
  const int descriptor = static_cast<int>(file.get());
  if (!file.is_open() ||
      write(descriptor, filter.data(), size) != static_cast<ssize_t>(size) ||
      lseek(descriptor, 0, SEEK_SET) != 0) {
    return absl::ErrnoToStatus(errno, "memfd_create for the jail's filter");
  }
  return file;
}

}  // namespace grade
