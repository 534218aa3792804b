// SPDX-License-Identifier: Apache-2.0
//
// Poco: Process::launch(). It has no wait with a timeout.
//
// Output is read by Pipe::readBytes() into 64 KiB, faster than the 1 KiB
// buffer of PipeInputStream. Input takes a thread: the pipes block.

#include <Poco/Pipe.h>
#include <Poco/Process.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"

namespace process_bench {
namespace {

Poco::Process::Args Rest(const Args& args) {
  return {args.begin() + 1, args.end()};
}

std::string ReadAll(Poco::Pipe& pipe) {
  static char chunk[64 * 1024];
  std::string out;
  while (const int size = pipe.readBytes(chunk, sizeof(chunk))) {
    out.append(chunk, size);
  }
  return out;
}

class PocoChild : public Child {
 public:
  explicit PocoChild(const Args& args)
      : handle_(Poco::Process::launch(args[0], Rest(args), nullptr, &out_,
                                      nullptr)) {}

  Ended Collect() override {
    std::string out = ReadAll(out_);
    return {.exit_code = handle_.wait(), .out = std::move(out)};
  }

  int Wait() override { return handle_.wait(); }

  std::optional<int> WaitFor(absl::Duration) override {
    LOG(FATAL) << "Poco has no wait with a timeout";
  }

  void Kill() override {
    Poco::Process::kill(handle_);
    handle_.wait();
  }

 private:
  Poco::Pipe out_;
  Poco::ProcessHandle handle_;
};

Bytes RoundTrip(const Args& args, const std::string& input) {
  Poco::Pipe in, out;
  Poco::ProcessHandle handle =
      Poco::Process::launch(args[0], Rest(args), &in, &out, nullptr);
  std::thread writer([&] {
    for (size_t sent = 0; sent < input.size();) {
      sent += in.writeBytes(input.data() + sent,
                            static_cast<int>(input.size() - sent));
    }
    in.close(Poco::Pipe::CLOSE_WRITE);
  });
  std::string output = ReadAll(out);
  writer.join();
  CHECK_EQ(handle.wait(), 0);
  return BytesOf(std::move(output));
}

}  // namespace

Peer PocoPeer() {
  Peer peer;
  peer.spawn_and_wait = [](const Args& args) {
    return Poco::Process::launch(args[0], Rest(args)).wait();
  };
  peer.capture = [](const Args& args) {
    return BytesOf(PocoChild(args).Collect().out);
  };
  peer.round_trip = RoundTrip;
  peer.start = [](const Args& args) {
    return std::make_unique<PocoChild>(args);
  };
  return peer;
}

}  // namespace process_bench
