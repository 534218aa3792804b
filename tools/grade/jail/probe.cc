// SPDX-License-Identifier: Apache-2.0
//
// Tries from within what the jail promises to prevent, and prints a line for
// each thing that it could do.

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

void Complain(bool wrong, const char* what) {
  if (wrong) printf("from within the jail, %s\n", what);
}

int CountProcesses() {
  DIR* folder = opendir("/proc");
  if (folder == nullptr) return 0;
  int count = 0;
  while (const dirent* entry = readdir(folder)) {
    count += atoi(entry->d_name) > 0;
  }
  closedir(folder);
  return count;
}

bool SeesOtherNetworks() {
  ifaddrs* addresses = nullptr;
  if (getifaddrs(&addresses) != 0) return false;
  bool other = false;
  for (const ifaddrs* a = addresses; a != nullptr; a = a->ifa_next) {
    other |= strcmp(a->ifa_name, "lo") != 0;
  }
  freeifaddrs(addresses);
  return other;
}

bool CanWrite(const char* file) {
  return open(file, O_CREAT | O_WRONLY, 0600) >= 0;
}

int Look() {
  Complain(CountProcesses() > 2, "other processes can be seen");
  Complain(SeesOtherNetworks(), "there is a network");
  Complain(getuid() == 0, "a program is root");
  Complain(access("/etc/passwd", F_OK) == 0 || access("/home", F_OK) == 0 ||
               access("/root", F_OK) == 0,
           "files of this machine can be seen");
  Complain(CanWrite("/x") || CanWrite("/usr/lib/x") || CanWrite("/dev/x"),
           "files outside of /tmp can be written");
  Complain(unshare(CLONE_NEWUSER) == 0, "user namespaces can be made");
  Complain(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1,
           "a program can gain rights");
  int open_files = 0;
  for (int i = 3; i < 1024; ++i) open_files += fcntl(i, F_GETFD) >= 0;
  Complain(open_files > 0, "files of the caller are open");
  Complain(getenv("PATH") != nullptr, "the caller's variables can be seen");
  return 0;
}

[[noreturn]] void Fork() {
  for (;;) fork();
}

// Volatile: Clang leaves out memory that nobody looks at.
int FillMemory() {
  constexpr size_t kMebi = size_t{1} << 20;
  for (;;) {
    char* volatile kept = new char[kMebi];
    memset(kept, 'x', kMebi);
  }
}

int FillDisk() {
  const std::string block(size_t{1} << 20, 'x');
  for (int i = 0;; ++i) {
    const int file = open(std::to_string(i).c_str(), O_CREAT | O_WRONLY, 0600);
    if (write(file, block.data(), block.size()) < 0) pause();
    close(file);
  }
}

int Lock() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  return pthread_mutex_lock(&mutex);
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::string deed = argc > 1 ? argv[1] : "look";
  if (deed == "look") return Look();
  if (deed == "fork") Fork();
  if (deed == "fill_memory") return FillMemory();
  if (deed == "fill_disk") return FillDisk();
  if (deed == "lock") return Lock();
  return 2;
}
