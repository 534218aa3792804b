// SPDX-License-Identifier: Apache-2.0
//
// libuv: uv_spawn() on one loop, which a program has anyway. Reads go to one
// buffer of 64 KiB, the size that libuv suggests. It relies on O_CLOEXEC and
// closes nothing else in the child.

#include <uv.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/log/check.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"

namespace process_bench {
namespace {

void CheckUv(int result) { CHECK_GE(result, 0) << uv_strerror(result); }

// One child; its handles live until the loop has closed them.
class LibuvChild : public Child {
 public:
  enum class Pipes { kNone, kOut, kInAndOut };

  LibuvChild(const Args& args, Pipes pipes) : pipes_(pipes) {
    uv_stdio_container_t stdio[3];
    for (int fd = 0; fd < 3; ++fd) {
      stdio[fd].flags = UV_INHERIT_FD;
      stdio[fd].data.fd = fd;
    }
    if (pipes == Pipes::kInAndOut) UsePipe(stdio[0], in_, UV_READABLE_PIPE);
    if (pipes != Pipes::kNone) UsePipe(stdio[1], out_, UV_WRITABLE_PIPE);
    std::vector<char*> argv = Argv(args);
    uv_process_options_t options = {};
    options.file = argv[0];
    options.args = argv.data();
    options.stdio = stdio;
    options.stdio_count = 3;
    options.exit_cb = OnExit;
    process_.data = this;
    CheckUv(uv_spawn(Loop(), &process_, &options));
    if (pipes != Pipes::kNone) {
      out_.data = this;
      CheckUv(uv_read_start(Stream(out_), OnAllocate, OnRead));
    }
  }

  ~LibuvChild() override {
    Close(process_);
    if (pipes_ != Pipes::kNone) Close(out_);
    if (pipes_ == Pipes::kInAndOut) Close(in_);
    while (open_handles_ > 0) uv_run(Loop(), UV_RUN_ONCE);
  }

  void Write(const std::string& input) {
    uv_buf_t buffer = uv_buf_init(const_cast<char*>(input.data()),
                                  static_cast<unsigned>(input.size()));
    write_.data = this;
    CheckUv(uv_write(&write_, Stream(in_), &buffer, 1, OnWritten));
  }

  Ended Collect() override {
    while (!exited_ || (pipes_ != Pipes::kNone && !end_of_output_)) {
      uv_run(Loop(), UV_RUN_ONCE);
    }
    return {.exit_code = exit_code_, .out = std::move(output_)};
  }

  int Wait() override {
    while (!exited_) uv_run(Loop(), UV_RUN_ONCE);
    return exit_code_;
  }

  std::optional<int> WaitFor(absl::Duration timeout) override {
    uv_timer_t timer;
    bool timed_out = false;
    timer.data = &timed_out;
    uv_timer_init(Loop(), &timer);
    uv_update_time(Loop());  // the loop has not run since the last child
    uv_timer_start(&timer, OnTimeout, absl::ToInt64Milliseconds(timeout), 0);
    while (!exited_ && !timed_out) uv_run(Loop(), UV_RUN_ONCE);
    const std::optional<int> code =
        exited_ ? std::optional<int>(exit_code_) : std::nullopt;
    bool closed = false;
    timer.data = &closed;
    uv_close(reinterpret_cast<uv_handle_t*>(&timer), [](uv_handle_t* handle) {
      *static_cast<bool*>(handle->data) = true;
    });
    while (!closed) uv_run(Loop(), UV_RUN_NOWAIT);
    return code;
  }

  void Kill() override {
    uv_process_kill(&process_, SIGKILL);
    while (!exited_) uv_run(Loop(), UV_RUN_ONCE);
  }

 private:
  static uv_loop_t* Loop() { return uv_default_loop(); }
  static LibuvChild* Self(void* data) { return static_cast<LibuvChild*>(data); }
  static uv_stream_t* Stream(uv_pipe_t& pipe) {
    return reinterpret_cast<uv_stream_t*>(&pipe);
  }

  static void UsePipe(uv_stdio_container_t& stdio, uv_pipe_t& pipe,
                      uv_stdio_flags flags) {
    CheckUv(uv_pipe_init(Loop(), &pipe, 0));
    stdio.flags = static_cast<uv_stdio_flags>(UV_CREATE_PIPE | flags);
    stdio.data.stream = Stream(pipe);
  }

  template <typename Handle>
  void Close(Handle& handle) {
    auto* base = reinterpret_cast<uv_handle_t*>(&handle);
    if (uv_is_closing(base)) return;
    base->data = this;
    ++open_handles_;
    uv_close(base,
             [](uv_handle_t* closed) { --Self(closed->data)->open_handles_; });
  }

  static void OnExit(uv_process_t* process, int64_t code, int signal) {
    LibuvChild* self = Self(process->data);
    self->exited_ = true;
    self->exit_code_ = signal == 0 ? static_cast<int>(code) : -1;
  }

  static void OnAllocate(uv_handle_t*, size_t, uv_buf_t* buffer) {
    static char chunk[64 * 1024];
    *buffer = uv_buf_init(chunk, sizeof(chunk));
  }

  static void OnRead(uv_stream_t* stream, ssize_t size,
                     const uv_buf_t* buffer) {
    LibuvChild* self = Self(stream->data);
    if (size >= 0) {
      self->output_.append(buffer->base, size);
    } else {
      CHECK_EQ(size, UV_EOF);
      self->end_of_output_ = true;
    }
  }

  static void OnWritten(uv_write_t* write, int status) {
    CheckUv(status);
    LibuvChild* self = Self(write->data);
    self->Close(self->in_);
  }

  static void OnTimeout(uv_timer_t* timer) {
    *static_cast<bool*>(timer->data) = true;
  }

  const Pipes pipes_;
  uv_process_t process_;
  uv_pipe_t in_, out_;
  uv_write_t write_;
  std::string output_;
  bool end_of_output_ = false;
  bool exited_ = false;
  int exit_code_ = -1;
  int open_handles_ = 0;
};

}  // namespace

Peer LibuvPeer() {
  using Pipes = LibuvChild::Pipes;
  Peer peer;
  peer.spawn_and_wait = [](const Args& args) {
    return LibuvChild(args, Pipes::kNone).Collect().exit_code;
  };
  peer.capture = [](const Args& args) {
    return BytesOf(LibuvChild(args, Pipes::kOut).Collect().out);
  };
  peer.round_trip = [](const Args& args, const std::string& input) {
    LibuvChild child(args, Pipes::kInAndOut);
    child.Write(input);
    return BytesOf(child.Collect().out);
  };
  peer.start = [](const Args& args) {
    return std::make_unique<LibuvChild>(args, Pipes::kOut);
  };
  peer.can_time_out = true;
  return peer;
}

}  // namespace process_bench
