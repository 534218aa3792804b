// SPDX-License-Identifier: Apache-2.0
//
// Sleeps as many milliseconds as its argument says, and ends with code 0: what
// the sleep command does where there is one (Windows has none).

#include <chrono>
#include <thread>

#include "labs/ch36/children/number_argument.h"

int main(int argc, char** argv) {
  const int milliseconds = NumberArgument(argc, argv, "MILLISECONDS");
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}
