// SPDX-License-Identifier: Apache-2.0
//
// GLib: g_spawn_sync() where nothing is captured, GSubprocess where something
// is. GSubprocess would fork, too, for a child without pipes, and adds a
// thread.
//
// By default GLib forks and closes what the child should not inherit. Asked to
// leave descriptors open it takes posix_spawn(3): faster, but safe only in a
// program that opens everything with O_CLOEXEC. It is measured as a peer of its
// own. Output is read by g_spawn_sync() as it was faster than GSubprocess.

#include <gio/gio.h>
#include <glib.h>
#include <sys/wait.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/log/check.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"

namespace process_bench {
namespace {

void CheckNoError(GError* error) { CHECK(error == nullptr) << error->message; }

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// `out` may be null.
int SpawnSync(const Args& args, GSpawnFlags flags, gchar** out) {
  GError* error = nullptr;
  gint status;
  g_spawn_sync(nullptr, Argv(args).data(), nullptr,
               GSpawnFlags(flags | G_SPAWN_CHILD_INHERITS_STDIN), nullptr,
               nullptr, out, nullptr, &status, &error);
  CheckNoError(error);
  return ExitCode(status);
}

GSubprocess* NewSubprocess(const Args& args, int flags) {
  GError* error = nullptr;
  GSubprocess* subprocess =
      g_subprocess_newv(Argv(args).data(), GSubprocessFlags(flags), &error);
  CheckNoError(error);
  return subprocess;
}

// Returns all of the output; the child has ended.
Bytes Communicate(GSubprocess* subprocess, const std::string* input) {
  GError* error = nullptr;
  GBytes* in = input == nullptr
                   ? nullptr
                   : g_bytes_new_static(input->data(), input->size());
  GBytes* out = nullptr;
  g_subprocess_communicate(subprocess, in, nullptr, &out, nullptr, &error);
  CheckNoError(error);
  if (in != nullptr) g_bytes_unref(in);
  gsize size;
  const char* data = static_cast<const char*>(g_bytes_get_data(out, &size));
  return {.view = {data, size},
          .owner = std::shared_ptr<GBytes>(out, g_bytes_unref)};
}

class GlibChild : public Child {
 public:
  explicit GlibChild(const Args& args)
      : subprocess_(NewSubprocess(args, G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                            G_SUBPROCESS_FLAGS_STDIN_INHERIT)) {
  }
  ~GlibChild() override { g_object_unref(subprocess_); }

  Ended Collect() override {
    const Bytes out = Communicate(subprocess_, nullptr);
    return {.exit_code = Code(), .out = std::string(out.view)};
  }

  int Wait() override {
    g_subprocess_wait(subprocess_, nullptr, nullptr);
    return Code();
  }

  std::optional<int> WaitFor(absl::Duration timeout) override {
    ended_ = timed_out_ = false;
    GCancellable* cancellable = g_cancellable_new();
    g_subprocess_wait_async(subprocess_, cancellable, OnEnd, this);
    const guint timer =
        g_timeout_add(static_cast<guint>(absl::ToInt64Milliseconds(timeout)),
                      OnTimeout, this);
    while (!ended_ && !timed_out_) g_main_context_iteration(nullptr, TRUE);
    if (timed_out_) {
      g_cancellable_cancel(cancellable);
      while (!ended_) g_main_context_iteration(nullptr, TRUE);
    } else {
      g_source_remove(timer);
    }
    g_object_unref(cancellable);
    if (timed_out_) return std::nullopt;
    return Code();
  }

  void Kill() override {
    g_subprocess_force_exit(subprocess_);
    g_subprocess_wait(subprocess_, nullptr, nullptr);
  }

 private:
  int Code() const { return ExitCode(g_subprocess_get_status(subprocess_)); }

  static void OnEnd(GObject* subprocess, GAsyncResult* result, gpointer self) {
    g_subprocess_wait_finish(G_SUBPROCESS(subprocess), result, nullptr);
    static_cast<GlibChild*>(self)->ended_ = true;
  }

  static gboolean OnTimeout(gpointer self) {
    static_cast<GlibChild*>(self)->timed_out_ = true;
    return G_SOURCE_REMOVE;
  }

  GSubprocess* const subprocess_;
  bool ended_ = false;
  bool timed_out_ = false;
};

}  // namespace

Peer GlibPeer() {
  Peer peer;
  peer.spawn_and_wait = [](const Args& args) {
    return SpawnSync(args, G_SPAWN_DEFAULT, nullptr);
  };
  peer.capture = [](const Args& args) {
    gchar* out = nullptr;
    SpawnSync(args, G_SPAWN_DEFAULT, &out);
    // GLib does not tell the size: this is for text.
    return Bytes{.view = out, .owner = std::shared_ptr<gchar>(out, g_free)};
  };
  peer.round_trip = [](const Args& args, const std::string& input) {
    GSubprocess* subprocess = NewSubprocess(
        args, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    Bytes out = Communicate(subprocess, &input);
    g_object_unref(subprocess);
    return out;
  };
  peer.start = [](const Args& args) {
    return std::make_unique<GlibChild>(args);
  };
  peer.can_time_out = true;
  return peer;
}

// Only what it does differently.
Peer GlibLeaveOpenPeer() {
  Peer peer;
  peer.spawn_and_wait = [](const Args& args) {
    return SpawnSync(args, G_SPAWN_LEAVE_DESCRIPTORS_OPEN, nullptr);
  };
  return peer;
}

}  // namespace process_bench
