// SPDX-License-Identifier: Apache-2.0
//
// Moves bytes to and from children without ever waiting for just one of them.
//
// Source: poll(2), pipe(7).

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/poll.h"
#include "common/process/internal/posix/sigpipe.h"

namespace process::internal {
namespace {

// The same memory is read into again and again, so it stays in the processor's
// cache.
constexpr size_t kBufferSize = 128 * 1024;

// A pipe holds 64 KiB, so the two processes would take turns: each sleeps until
// the other has filled or emptied it. Where there is much to move, a larger one
// lets both run. Not larger still, since the system counts what a user's pipes
// hold, and makes new ones tiny beyond 64 MiB.
constexpr size_t kMuch = 1 << 20;
constexpr int kLargePipe = 256 * 1024;

class PosixPump {
 public:
  explicit PosixPump(const PumpJob& job)
      : job_(job), buffer_(new char[kBufferSize]) {
    CloseWriterIfDone();
    // Their ends matter only where a grace hangs on them.
    if (job_.drain_grace != absl::InfiniteDuration()) {
      running_.assign(job_.children.begin(), job_.children.end());
    }
  }

  absl::StatusOr<PumpEnd> Run() {
    if (Outlet* outlet = TheOnlyOne()) return ReadToEnd(*outlet);
    while (AnyOpen()) {
      const absl::StatusOr<bool> ready = WaitForNext();
      if (!ready.ok()) return ready.status();
      if (!*ready) return why_;
      if (absl::Status status = MoveBytes(); !status.ok()) return status;
      if (Stopped()) return PumpEnd::kStopped;
      // A child that never stops writing would be ready again each time.
      if (job_.deadline.past() && AnyOpen()) return PumpEnd::kTimeout;
    }
    return PumpEnd::kDone;
  }

 private:
  bool Stopped() const { return job_.stop != nullptr && *job_.stop; }
  bool WriterIsOpen() const {
    return job_.writer != nullptr && job_.writer->is_open();
  }

  bool AnyOpen() const {
    return WriterIsOpen() ||
           std::any_of(job_.outlets.begin(), job_.outlets.end(),
                       [](const Outlet& o) { return o.reader->is_open(); });
  }

  // ---- One stream and no clock: nothing to poll for ------------------------

  Outlet* TheOnlyOne() const {
    if (WriterIsOpen() || !job_.deadline.never() ||
        job_.drain_grace != absl::InfiniteDuration()) {
      return nullptr;
    }
    Outlet* only = nullptr;
    for (Outlet& outlet : job_.outlets) {
      if (!outlet.reader->is_open()) continue;
      if (only != nullptr) return nullptr;
      only = &outlet;
    }
    return only;
  }

  absl::StatusOr<PumpEnd> ReadToEnd(Outlet& outlet) {
    while (outlet.reader->is_open()) {
      if (absl::Status status = Read(outlet); !status.ok()) return status;
      if (Stopped()) return PumpEnd::kStopped;
    }
    return PumpEnd::kDone;
  }

  // ---- Waiting -------------------------------------------------------------

  // False if a time was up first; why_ says which.
  absl::StatusOr<bool> WaitForNext() {
    ListWhatToPoll();
    const Deadline grace(running_.empty() ? job_.drain_grace
                                          : absl::InfiniteDuration());
    const bool grace_first = grace.Left() < job_.deadline.Left();
    const int ready =
        PollUntil(absl::MakeSpan(fds_), grace_first ? grace : job_.deadline);
    if (ready < 0) return SystemError(errno, "poll");
    if (ready > 0) return true;
    why_ = grace_first ? PumpEnd::kGrace : PumpEnd::kTimeout;
    return false;
  }

  // First the outlets, in order, then the writer, then the running children.
  void ListWhatToPoll() {
    fds_.clear();
    for (const Outlet& outlet : job_.outlets) {
      // poll() passes over the -1 of a closed one.
      fds_.push_back({static_cast<int>(outlet.reader->handle()), POLLIN, 0});
    }
    const NativeHandle writer =
        WriterIsOpen() ? job_.writer->handle() : kNoHandle;
    fds_.push_back({static_cast<int>(writer), POLLOUT, 0});
    for (const Child* child : running_) {
      fds_.push_back({static_cast<int>(child->wait_handle()), POLLIN, 0});
    }
  }

  void ForgetThoseThatEnded() {
    running_.erase(std::remove_if(running_.begin(), running_.end(),
                                  [](Child* child) {
                                    return child->WaitForEnd(
                                        Deadline(absl::ZeroDuration()));
                                  }),
                   running_.end());
  }

  // ---- Moving --------------------------------------------------------------

  absl::Status MoveBytes() {
    for (size_t i = 0; i < job_.outlets.size(); ++i) {
      if (fds_[i].revents == 0) continue;
      if (absl::Status status = Read(job_.outlets[i]); !status.ok()) {
        return status;
      }
    }
    const size_t writer = job_.outlets.size();
    for (size_t i = writer + 1; i < fds_.size(); ++i) {
      if (fds_[i].revents == 0) continue;
      ForgetThoseThatEnded();
      break;
    }
    return fds_[writer].revents != 0 ? Write() : absl::OkStatus();
  }

  // Once. A system that refuses has its reasons; it works without.
  void EnlargePipesIfMuch(size_t moved) {
    const bool was_much = moved_ >= kMuch;
    moved_ += moved;
    if (was_much || moved_ < kMuch) return;
    if (WriterIsOpen()) Enlarge(job_.writer->handle());
    for (const Outlet& outlet : job_.outlets) {
      if (outlet.reader->is_open()) Enlarge(outlet.reader->handle());
    }
  }

  static void Enlarge(NativeHandle pipe) {
    fcntl(static_cast<int>(pipe), F_SETPIPE_SZ, kLargePipe);
  }

  absl::Status Read(Outlet& outlet) {
    const ssize_t size = read(static_cast<int>(outlet.reader->handle()),
                              buffer_.get(), kBufferSize);
    if (size < 0 && errno != EINTR) return SystemError(errno, "read");
    if (size > 0) EnlargePipesIfMuch(size);
    if (size == 0 ||
        (size > 0 && !outlet.take(absl::string_view(buffer_.get(), size)))) {
      outlet.reader->Close();
    }
    return absl::OkStatus();
  }

  // A child that doesn't read all of its input is its own business: its status
  // says whether it did what it should.
  absl::Status Write() {
    const ssize_t size = WriteWithoutSigpipe(
        static_cast<int>(job_.writer->handle()), *job_.input);
    if (size >= 0) {
      job_.input->remove_prefix(size);
      EnlargePipesIfMuch(size);
    } else if (errno == EPIPE) {
      *job_.input = "";
    } else if (errno != EAGAIN && errno != EINTR) {
      return SystemError(errno, "write");
    }
    CloseWriterIfDone();
    return absl::OkStatus();
  }

  void CloseWriterIfDone() {
    if (WriterIsOpen() && job_.input->empty()) job_.writer->Close();
  }

  const PumpJob& job_;
  const std::unique_ptr<char[]> buffer_;
  std::vector<Child*> running_;  // of those whose ends matter
  std::vector<pollfd> fds_;
  size_t moved_ = 0;  // bytes, either way
  PumpEnd why_ = PumpEnd::kDone;
};

}  // namespace

absl::StatusOr<PumpEnd> Pump(const PumpJob& job) {
  return PosixPump(job).Run();
}

void ExpectToFill(char* memory, size_t size) {
  constexpr uintptr_t kPage = 4096;
  const uintptr_t begin =
      (reinterpret_cast<uintptr_t>(memory) + kPage - 1) & ~(kPage - 1);
  const uintptr_t end =
      (reinterpret_cast<uintptr_t>(memory) + size) & ~(kPage - 1);
  if (begin < end) {
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
  }
}

}  // namespace process::internal
