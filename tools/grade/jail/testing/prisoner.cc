// SPDX-License-Identifier: Apache-2.0
//
// Does in the jail what its argument says, to show what the jail does about it.

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr size_t kMebi = size_t{1} << 20;

[[noreturn]] void Spin() {
  volatile bool ever = true;
  while (ever) {
  }
  abort();
}

// Whole mebibytes, touched and kept. Volatile: Clang leaves out memory that
// nobody looks at.
int Hog(int mebibytes) {
  for (int i = 0; i < mebibytes; ++i) {
    char* volatile kept = new char[kMebi];
    memset(kept, 'x', kMebi);
  }
  return 0;
}

// Ends while another process of it lives on, if `lives` says so.
int Leave(bool lives) {
  if (fork() == 0) {
    if (lives) pause();
    _exit(0);
  }
  printf("left\n");
  return 0;
}

int Bomb() {
  for (;;) fork();
}

int ManyThreads() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 1000; ++i) threads.emplace_back([] { pause(); });
  return 0;
}

int Flood(int descriptor) {
  const std::string block(4096, 'x');
  while (write(descriptor, block.data(), block.size()) > 0) {
  }
  return 0;
}

int OneLargeFile() {
  const int file = open("large", O_CREAT | O_WRONLY, 0600);
  return Flood(file);
}

// Returns once the system says that there is no more room.
int ManyFiles(const std::string& folder) {
  const std::string block(kMebi, 'x');
  for (int i = 0; i < 4096; ++i) {
    const int file = open((folder + "/f" + std::to_string(i)).c_str(),
                          O_CREAT | O_WRONLY, 0600);
    if (file < 0) {
      printf("cannot write to %s: %s\n", folder.c_str(), strerror(errno));
      return 0;
    }
    if (write(file, block.data(), block.size()) < 0) pause();
    close(file);
  }
  return 0;
}

int SelfLock() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
  return 0;
}

int OppositeOrders() {
  std::mutex a, b;
  pthread_barrier_t both;
  pthread_barrier_init(&both, nullptr, 2);
  const auto lock = [&](std::mutex& first, std::mutex& second) {
    first.lock();
    pthread_barrier_wait(&both);
    second.lock();
  };
  std::thread one(lock, std::ref(a), std::ref(b));
  std::thread two(lock, std::ref(b), std::ref(a));
  one.join();
  two.join();
  return 0;
}

// Parent and child each write more than a pipe holds, and neither reads.
int FullPipes() {
  int there[2], back[2];
  if (pipe(there) != 0 || pipe(back) != 0) return 1;
  if (fork() == 0) return Flood(back[1]);
  Flood(there[1]);
  return 0;
}

int ShowEnvironment() {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    // bubblewrap says where it is.
    if (strncmp(*variable, "PWD=", 4) != 0) printf("%s\n", *variable);
  }
  return 0;
}

int ShowFolder(const char* path) {
  DIR* folder = opendir(path);
  if (folder == nullptr) {
    printf("%s: %s\n", path, strerror(errno));
    return 0;
  }
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] != '.') printf("%s\n", entry->d_name);
  }
  closedir(folder);
  return 0;
}

int ShowDescriptors() {
  for (int i = 0; i < 1024; ++i) {
    if (fcntl(i, F_GETFD) >= 0) printf("%d\n", i);
  }
  return 0;
}

int ShowProcesses() {
  DIR* folder = opendir("/proc");
  while (const dirent* entry = readdir(folder)) {
    if (atoi(entry->d_name) > 0) printf("%s\n", entry->d_name);
  }
  closedir(folder);
  return 0;
}

int Connect(const char* address, int port) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, address, &to.sin_addr);
  const int result =
      connect(connection, reinterpret_cast<sockaddr*>(&to), sizeof(to));
  printf("%s\n", result == 0 ? "connected" : strerror(errno));
  return 0;
}

// What must be refused; prints the name of each that was not.
int Forbidden() {
  const auto allowed = [](const char* what, bool is) {
    if (is) printf("%s\n", what);
  };
  allowed("unshare", unshare(CLONE_NEWUSER) == 0);
  const pid_t child = static_cast<pid_t>(
      syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  if (child == 0) _exit(0);
  allowed("clone into a user namespace", child > 0);
  allowed("memfd_create", syscall(SYS_memfd_create, "x", 0) >= 0);
  allowed("shmget", shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0);
  allowed("ptrace", ptrace(PTRACE_TRACEME, 0, 0, 0) >= 0);
  allowed("setuid", setuid(0) == 0);
  allowed("sethostname", sethostname("x", 1) == 0);
  rlimit limit = {1000, 1000};
  allowed("setrlimit", setrlimit(RLIMIT_NPROC, &limit) == 0);
  limit = {RLIM_INFINITY, RLIM_INFINITY};
  allowed("setrlimit of the output", setrlimit(RLIMIT_FSIZE, &limit) == 0);
  allowed("mlock", [] {
    void* memory = mmap(nullptr, kMebi, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mlock(memory, kMebi) == 0;
  }());
  allowed("new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1);
  for (const char* file :
       {"/x", "/usr/lib/x", "/dev/x", "/jail/x", "/proc/sys/kernel/hostname"}) {
    allowed(file, open(file, O_CREAT | O_WRONLY, 0600) >= 0);
  }
  for (int pid : {1, -1}) {
    // -1: all that may be signalled, but not the caller.
    allowed("a signal to all",
            kill(pid, 0) == 0 && pid == -1 && getppid() != 1);
  }
  return 0;
}

// A daemon that holds nothing of ours and has left its group and its parent.
int Daemon() {
  if (fork() != 0) {
    printf("gone\n");
    return 0;
  }
  setsid();
  if (fork() != 0) _exit(0);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  Spin();
}

int Echo() {
  std::array<char, 4096> buffer;
  ssize_t got = 0;
  while ((got = read(0, buffer.data(), buffer.size())) > 0) {
    if (write(1, buffer.data(), static_cast<size_t>(got)) != got) return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 2) return 2;
  const char* argument = argc > 2 ? argv[2] : "";
  const std::map<std::string, std::function<int()>> deeds = {
      {"exit", [&] { return atoi(argument); }},
      {"signal", [&] { return raise(atoi(argument)); }},
      {"spin",
       [] {
         Spin();
         return 0;
       }},
      {"spin_in_children",
       [] {
         for (int i = 0; i < 4; ++i) {
           if (fork() == 0) Spin();
         }
         while (wait(nullptr) > 0) {
         }
         return 0;
       }},
      {"sleep", [] { return pause(); }},
      {"stubborn",
       [] {
         for (int i = 1; i < 32; ++i) signal(i, SIG_IGN);
         for (;;) pause();
         return 0;
       }},
      {"hog", [&] { return Hog(atoi(argument)); }},
      {"hog_in_children",
       [] {
         for (int i = 0; i < 8; ++i) {
           if (fork() == 0) {
             Hog(32);
             pause();
           }
         }
         while (wait(nullptr) > 0) {
         }
         return 0;
       }},
      {"leave", [&] { return Leave(atoi(argument) != 0); }},
      {"bomb", Bomb},
      {"threads", ManyThreads},
      {"flood", [&] { return Flood(atoi(argument)); }},
      {"large_file", OneLargeFile},
      {"many_files", [&] { return ManyFiles(argument); }},
      {"self_lock", SelfLock},
      {"opposite_orders", OppositeOrders},
      {"full_pipes", FullPipes},
      {"environment", ShowEnvironment},
      {"folder", [&] { return ShowFolder(argument); }},
      {"descriptors", ShowDescriptors},
      {"processes", ShowProcesses},
      {"connect", [&] { return Connect(argument, atoi(argv[3])); }},
      {"forbidden", Forbidden},
      {"daemon", Daemon},
      {"echo", Echo},
      {"kill_parent", [] { return kill(getppid(), SIGKILL); }},
      {"stop_parent",
       [] {
         kill(getppid(), SIGSTOP);
         return kill(-1, SIGSTOP);
       }},
      {"say",
       [&] {
         printf("%s", argument);
         fprintf(stderr, "%s", argument);
         return 0;
       }},
  };
  const auto found = deeds.find(argv[1]);
  if (found == deeds.end()) return 2;
  const int code = found->second();
  fflush(stdout);
  return code;
}
