// SPDX-License-Identifier: Apache-2.0
//
// Says "ready" and then sleeps for a minute. When it is asked to end before,
// it does not listen: only force ends it.

#include <chrono>
#include <csignal>
#include <iostream>
#include <thread>

int main() {
  std::signal(SIGTERM, SIG_IGN);
#ifdef SIGBREAK  // how Windows asks
  std::signal(SIGBREAK, SIG_IGN);
#endif
  std::cout << "ready" << std::endl;
  std::this_thread::sleep_for(std::chrono::minutes(1));
}
