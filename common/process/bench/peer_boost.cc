// SPDX-License-Identifier: Apache-2.0
//
// Boost.Process v2 1.81 on one io_context, which a program has anyway.
//
// A wait with a timeout would be async_wait() and a timer. But in this release
// async_wait() calls waitpid(2) and blocks after a wake-up that was none
// (boostorg/process issue 564); on a busy machine it hung here for good.
//
// Its vfork_launcher, the faster choice, throws EINVAL in this release; so the
// default launcher, which forks, it is. Output goes into a string by
// asio's dynamic buffer, as its manual shows.

#define BOOST_PROCESS_USE_STD_FS 1
#define BOOST_PROCESS_V2_SEPARATE_COMPILATION 1

// Headers of this release that use what they do not include.
// clang-format off
#include <memory>
#include <boost/optional.hpp>
#include <boost/type_traits.hpp>
#include <boost/process/v2/src.hpp>
// clang-format on

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/stdio.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/log/log.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"

namespace process_bench {
namespace {

namespace asio = boost::asio;
namespace bp = boost::process::v2;

asio::io_context& Context() {
  static auto* const context = new asio::io_context;
  return *context;
}

std::vector<std::string> Rest(const Args& args) {
  return {args.begin() + 1, args.end()};
}

void CheckEof(const boost::system::error_code& error) {
  CHECK(error == asio::error::eof) << error.message();
}

class BoostChild : public Child {
 public:
  explicit BoostChild(const Args& args)
      : out_(Context()),
        process_(Context(), args[0], Rest(args),
                 bp::process_stdio{.in = {}, .out = out_, .err = {}}) {}

  Ended Collect() override {
    Ended ended;
    boost::system::error_code error;
    asio::read(out_, asio::dynamic_buffer(ended.out), error);
    CheckEof(error);
    ended.exit_code = process_.wait();
    return ended;
  }

  int Wait() override { return process_.wait(); }

  std::optional<int> WaitFor(absl::Duration) override {
    LOG(FATAL) << "Boost 1.81 has no dependable wait with a timeout";
  }

  void Kill() override {
    process_.terminate();
    process_.wait();
  }

 private:
  asio::readable_pipe out_;
  bp::process process_;
};

Bytes RoundTrip(const Args& args, const std::string& input) {
  asio::writable_pipe in(Context());
  asio::readable_pipe out(Context());
  bp::process process(Context(), args[0], Rest(args),
                      bp::process_stdio{.in = in, .out = out, .err = {}});
  std::string output;
  asio::async_write(in, asio::buffer(input),
                    [&](boost::system::error_code error, size_t) {
                      CHECK(!error) << error.message();
                      in.close();
                    });
  asio::async_read(
      out, asio::dynamic_buffer(output),
      [](boost::system::error_code error, size_t) { CheckEof(error); });
  Context().restart();
  Context().run();
  CHECK_EQ(process.wait(), 0);
  return BytesOf(std::move(output));
}

}  // namespace

Peer BoostPeer() {
  Peer peer;
  peer.spawn_and_wait = [](const Args& args) {
    return bp::process(Context(), args[0], Rest(args)).wait();
  };
  peer.capture = [](const Args& args) {
    return BytesOf(BoostChild(args).Collect().out);
  };
  peer.round_trip = RoundTrip;
  peer.start = [](const Args& args) {
    return std::make_unique<BoostChild>(args);
  };
  return peer;
}

}  // namespace process_bench
