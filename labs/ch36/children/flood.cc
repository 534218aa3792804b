// SPDX-License-Identifier: Apache-2.0
//
// Writes as many bytes as its argument says, 1 KiB at a time, whether somebody
// reads them or not. Then it ends with code 0, or with 1 if it could not write
// them because nobody can read them any more. (On POSIX it does not come to
// that: there it is killed by SIGPIPE.)

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>

#include "labs/ch36/children/number_argument.h"

int main(int argc, char** argv) {
  int left = NumberArgument(argc, argv, "BYTES");
  const std::string piece(1024, 'x');
  // No buffer of its own: each piece goes to the system at once.
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  while (left > 0) {
    const size_t size = std::min<size_t>(left, piece.size());
    if (std::fwrite(piece.data(), 1, size, stdout) != size) return 1;
    left -= static_cast<int>(size);
  }
}
