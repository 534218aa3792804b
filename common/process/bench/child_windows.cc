// SPDX-License-Identifier: Apache-2.0
//
// The program that benchmarks start (see child_posix.cc), as much of it as
// :bench needs: write, cat, hold and family.

#include <fcntl.h>
#include <io.h>
#include <process.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr size_t kChunk = 64 * 1024;
char chunk[kChunk];

void Write(uint64_t size) {
  memset(chunk, 'x', kChunk);
  while (size > 0) {
    const size_t part = std::min<uint64_t>(size, kChunk);
    if (fwrite(chunk, 1, part, stdout) != part) exit(1);
    size -= part;
  }
}

void Cat() {
  size_t size;
  while ((size = fread(chunk, 1, kChunk, stdin)) > 0) {
    if (fwrite(chunk, 1, size, stdout) != size) exit(1);
  }
}

// Until it is killed, or until nobody is left who could.
void Hold() {
  while (fread(chunk, 1, kChunk, stdin) > 0) {
  }
}

void Family(const char* program) {
  _spawnl(_P_NOWAIT, program, program, "hold", nullptr);
  fwrite("x", 1, 1, stdout);
  Hold();
}

}  // namespace

int main(int argc, char** argv) {
  _setmode(_fileno(stdin), _O_BINARY);
  _setmode(_fileno(stdout), _O_BINARY);
  setvbuf(stdout, nullptr, _IONBF, 0);
  if (argc == 3 && strcmp(argv[1], "write") == 0) {
    Write(strtoull(argv[2], nullptr, 10));
  } else if (argc == 2 && strcmp(argv[1], "cat") == 0) {
    Cat();
  } else if (argc == 2 && strcmp(argv[1], "hold") == 0) {
    Hold();
  } else if (argc == 2 && strcmp(argv[1], "family") == 0) {
    Family(argv[0]);
  } else {
    return 2;
  }
  return 0;
}
