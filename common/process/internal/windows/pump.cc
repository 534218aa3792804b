// SPDX-License-Identifier: Apache-2.0
//
// Moves bytes to and from children without ever waiting for just one of them.
//
// One read of each outlet and one write are under way at a time. Windows tells
// of their ends by calling a function of ours on this very thread, while it
// waits "alertably" (an asynchronous procedure call). Of Windows' three ways to
// tell, it is the one that fits: events can be waited for only 64 at a time,
// and a pipe that was bound to a completion port could never leave it, so that
// no second call could make a port of its own. It takes no thread either.
//
// Nothing is lost when reads and writes are cancelled at the end: a read either
// brings what it took out of the pipe or takes nothing, and see kWriteSize for
// writes.
//
// Source: ReadFileEx, WriteFileEx, CancelIoEx and "Asynchronous Procedure
// Calls" in Microsoft's documentation.

#include <windows.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/named_pipe.h"
#include "common/process/internal/windows/raw_handle.h"
#include "common/process/internal/windows/wait.h"

namespace process::internal {
namespace {

// The largest piece that an outlet may be given.
constexpr DWORD kReadSize = 256 * 1024;

// One read or write. Windows writes into it while it is under way, so it stays
// where it is.
class Operation {
 public:
  enum class State { kIdle, kUnderWay, kEnded };

  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  void Read(HANDLE handle, char* buffer, DWORD size) {
    Prepare(handle);
    Begun(ReadFileEx(handle, buffer, size, &overlapped_, &Completed));
  }

  void Write(HANDLE handle, const char* bytes, DWORD size) {
    Prepare(handle);
    Begun(WriteFileEx(handle, bytes, size, &overlapped_, &Completed));
  }

  // It ends soon: cancelled, or with what it has moved.
  void Cancel() {
    if (state_ == State::kUnderWay) CancelIoEx(handle_, &overlapped_);
  }

  // Of one that has ended, once.
  void Take(DWORD& error, DWORD& size) {
    error = error_;
    size = size_;
    state_ = State::kIdle;
  }

  State state() const { return state_; }

 private:
  void Prepare(HANDLE handle) {
    handle_ = handle;
    overlapped_ = {};
    overlapped_.hEvent = this;  // ReadFileEx() leaves it to its callers
  }

  void Begun(BOOL ok) {
    state_ = ok ? State::kUnderWay : State::kEnded;
    error_ = ok ? 0 : GetLastError();
    size_ = 0;
  }

  // Called by Windows, in a wait of this thread's.
  static void CALLBACK Completed(DWORD error, DWORD size,
                                 OVERLAPPED* overlapped) {
    Operation* const operation = static_cast<Operation*>(overlapped->hEvent);
    operation->state_ = State::kEnded;
    operation->error_ = error;
    operation->size_ = size;
  }

  HANDLE handle_ = nullptr;
  OVERLAPPED overlapped_ = {};
  State state_ = State::kIdle;
  DWORD error_ = 0;
  DWORD size_ = 0;
};

// ---- The streams -----------------------------------------------------------

// One outlet.
class Source {
 public:
  explicit Source(Outlet& outlet)
      : outlet_(outlet), buffer_(new char[kReadSize]) {}

  bool open() const { return outlet_.reader->is_open(); }
  Operation& operation() { return operation_; }

  void Ask() {
    operation_.Read(Raw(outlet_.reader->handle()), buffer_.get(), kReadSize);
  }

  // Of a read that has ended. True if it brought something.
  absl::StatusOr<bool> Deliver() {
    DWORD error;
    DWORD size;
    operation_.Take(error, size);
    if (error == ERROR_OPERATION_ABORTED) return false;
    if (IsEnd(error)) {
      outlet_.reader->Close();
      return false;
    }
    if (error != 0) return SystemError(error, "read");
    // Nothing read is not the end: a program may write nothing at all.
    if (size == 0) return false;
    if (!outlet_.take(absl::string_view(buffer_.get(), size))) {
      outlet_.reader->Close();
    }
    return true;
  }

 private:
  Outlet& outlet_;
  const std::unique_ptr<char[]> buffer_;
  Operation operation_;
};

// The input.
class Sink {
 public:
  explicit Sink(const PumpJob& job) : job_(job) { CloseIfDone(); }

  bool open() const { return job_.writer != nullptr && job_.writer->is_open(); }
  Operation& operation() { return operation_; }

  void Offer() {
    operation_.Write(
        Raw(job_.writer->handle()), job_.input->data(),
        static_cast<DWORD>(std::min<size_t>(job_.input->size(), kWriteSize)));
  }

  // Of a write that has ended. A child that doesn't read all of its input is
  // its own business: its status says whether it did what it should.
  absl::Status Advance() {
    DWORD error;
    DWORD size;
    operation_.Take(error, size);
    if (error == ERROR_OPERATION_ABORTED) return absl::OkStatus();
    if (IsReaderGone(error)) {
      *job_.input = "";
    } else if (error != 0) {
      return SystemError(error, "write");
    } else {
      job_.input->remove_prefix(size);
    }
    CloseIfDone();
    return absl::OkStatus();
  }

 private:
  void CloseIfDone() {
    if (open() && job_.input->empty()) job_.writer->Close();
  }

  const PumpJob& job_;
  Operation operation_;
};

// ---- The pump --------------------------------------------------------------

class WindowsPump {
 public:
  explicit WindowsPump(const PumpJob& job) : job_(job), sink_(job) {
    for (Outlet& outlet : job.outlets) {
      if (outlet.reader->is_open()) sources_.emplace_back(outlet);
    }
  }
  WindowsPump(const WindowsPump&) = delete;
  WindowsPump& operator=(const WindowsPump&) = delete;
  ~WindowsPump() { CancelAll(); }

  absl::StatusOr<PumpEnd> Run() {
    while (AnyOpen()) {
      WatchChildren();
      Begin();
      Wait();
      bool came = false;
      if (absl::Status status = Finish(came); !status.ok()) return status;
      std::optional<PumpEnd> end = WhyEnd(came);
      if (!end.has_value()) continue;
      CancelAll();
      came = false;
      if (absl::Status status = Finish(came); !status.ok()) return status;
      // What came in that very moment was written before the grace was over.
      if (*end == PumpEnd::kGrace && came) continue;
      return AnyOpen() || Stopped() ? *end : PumpEnd::kDone;
    }
    return PumpEnd::kDone;
  }

 private:
  bool Stopped() const { return job_.stop != nullptr && *job_.stop; }

  bool AnyOpen() const {
    return sink_.open() ||
           std::any_of(sources_.begin(), sources_.end(),
                       [](const Source& source) { return source.open(); });
  }

  // ---- Children and times --------------------------------------------------

  // Asked only where a grace hangs on it.
  bool WatchesChildren() const {
    return job_.drain_grace != absl::InfiniteDuration() && !grace_.has_value();
  }

  // Passes over those that have ended. After the last one the grace begins.
  void WatchChildren() {
    if (!WatchesChildren()) return;
    while (ended_ < job_.children.size() &&
           job_.children[ended_]->WaitForEnd(Deadline(absl::ZeroDuration()))) {
      ++ended_;
    }
    if (ended_ == job_.children.size()) grace_.emplace(job_.drain_grace);
  }

  // All must end, so it is enough to wait for one after the other.
  void Wait() {
    const absl::Duration left =
        grace_.has_value() ? std::min(job_.deadline.Left(), grace_->Left())
                           : job_.deadline.Left();
    const DWORD milliseconds = AnyEnded() ? 0 : WaitMilliseconds(left);
    if (WatchesChildren()) {
      WaitForSingleObjectEx(Raw(job_.children[ended_]->wait_handle()),
                            milliseconds, /*bAlertable=*/TRUE);
    } else {
      SleepEx(milliseconds, /*bAlertable=*/TRUE);
    }
  }

  std::optional<PumpEnd> WhyEnd(bool came) {
    if (came && grace_.has_value()) grace_.emplace(job_.drain_grace);
    if (Stopped()) return PumpEnd::kStopped;
    if (job_.deadline.past()) return PumpEnd::kTimeout;
    if (!came && grace_.has_value() && grace_->past()) return PumpEnd::kGrace;
    return std::nullopt;
  }

  // ---- Reads and writes ----------------------------------------------------

  template <typename Function>
  void ForEachOperation(Function use) {
    for (Source& source : sources_) use(source.operation());
    use(sink_.operation());
  }

  bool Any(Operation::State state) {
    bool any = false;
    ForEachOperation([&](Operation& o) { any = any || o.state() == state; });
    return any;
  }

  bool AnyEnded() { return Any(Operation::State::kEnded); }

  void Begin() {
    const auto idle = [](Operation& operation) {
      return operation.state() == Operation::State::kIdle;
    };
    for (Source& source : sources_) {
      if (source.open() && idle(source.operation())) source.Ask();
    }
    if (sink_.open() && idle(sink_.operation())) sink_.Offer();
  }

  // Hands out what has ended. `came`: something has been read.
  absl::Status Finish(bool& came) {
    for (Source& source : sources_) {
      if (source.operation().state() != Operation::State::kEnded) continue;
      const absl::StatusOr<bool> brought = source.Deliver();
      if (!brought.ok()) return brought.status();
      came = came || *brought;
    }
    if (sink_.operation().state() != Operation::State::kEnded) {
      return absl::OkStatus();
    }
    return sink_.Advance();
  }

  // Afterwards nothing is under way: all have ended, or never begun.
  void CancelAll() {
    ForEachOperation([](Operation& operation) { operation.Cancel(); });
    while (Any(Operation::State::kUnderWay)) {
      SleepEx(INFINITE, /*bAlertable=*/TRUE);
    }
  }

  const PumpJob& job_;
  std::deque<Source> sources_;  // which never move
  Sink sink_;
  size_t ended_ = 0;               // children, from the front, that have
  std::optional<Deadline> grace_;  // once all have
};

}  // namespace

absl::StatusOr<PumpEnd> Pump(const PumpJob& job) {
  return WindowsPump(job).Run();
}

// Windows has no large pages for those who don't ask its administrator.
void ExpectToFill(char*, size_t) {}

}  // namespace process::internal
