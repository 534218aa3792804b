// SPDX-License-Identifier: Apache-2.0

#include <winsock2.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "labs/ch37/internal/select.h"

namespace ch37::internal {
namespace {

absl::Status WinsockError(const char* call) {
  return absl::InternalError(
      absl::StrCat(call, ": Winsock error ", WSAGetLastError()));
}

// Winsock must be started before its first use; it is left to the end of the
// process to stop it.
absl::Status StartWinsock() {
  static const int error = [] {
    WSADATA data;
    return WSAStartup(MAKEWORD(2, 2), &data);
  }();
  if (error == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("WSAStartup: error ", error));
}

// A socket that nobody knows of, so that nothing ever arrives.
class SilentSocket {
 public:
  SilentSocket() : socket_(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP)) {}
  ~SilentSocket() {
    if (valid()) closesocket(socket_);
  }
  SilentSocket(const SilentSocket&) = delete;
  SilentSocket& operator=(const SilentSocket&) = delete;

  bool valid() const { return socket_ != INVALID_SOCKET; }

  // Binds to a free port of this machine's loopback address.
  bool Bind() {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(socket_, reinterpret_cast<sockaddr*>(&address),
                sizeof(address)) == 0;
  }

  SOCKET get() const { return socket_; }

 private:
  SOCKET socket_;
};

}  // namespace

absl::Status SelectNothing(absl::Duration timeout) {
  if (absl::Status started = StartWinsock(); !started.ok()) return started;
  // Unlike POSIX, Winsock refuses three empty sets.
  SilentSocket silent;
  if (!silent.valid()) return WinsockError("socket");
  if (!silent.Bind()) return WinsockError("bind");
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(silent.get(), &readable);
  timeval limit;
  limit.tv_sec = static_cast<long>(absl::ToInt64Seconds(timeout));
  limit.tv_usec =
      static_cast<long>(absl::ToInt64Microseconds(timeout) % 1000000);
  switch (select(0, &readable, nullptr, nullptr, &limit)) {
    case 0:
      return absl::OkStatus();
    case SOCKET_ERROR:
      return WinsockError("select");
    default:
      return absl::InternalError("select: a silent socket became readable");
  }
}

}  // namespace ch37::internal
