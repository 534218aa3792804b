// SPDX-License-Identifier: Apache-2.0

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include "common/process/testing/child_system.h"

namespace testing_util {

void UseBinaryStreams() {}

std::vector<std::string> Utf8Arguments(int argc, char** argv) {
  return {argv, argv + argc};
}

std::vector<std::string> Utf8Environment() {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    variables.push_back(*entry);
  }
  return variables;
}

void WriteOneByteTo(int64_t handle) {
  // Whether it worked shows at the other end.
  [[maybe_unused]] const ssize_t size = write(static_cast<int>(handle), "x", 1);
}

std::string ReadInput() {
  std::string bytes(64 * 1024, '\0');
  const ssize_t size = read(STDIN_FILENO, bytes.data(), bytes.size());
  bytes.resize(size > 0 ? size : 0);
  return bytes;
}

int64_t StartAgain(const std::string& program,
                   const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  pid_t pid;
  const int error = posix_spawn(&pid, program.c_str(), nullptr, nullptr,
                                argv.data(), environ);
  return error == 0 ? pid : -1;
}

int WaitFor(int64_t pid) {
  int status = 0;
  waitpid(static_cast<pid_t>(pid), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int64_t OwnPid() { return getpid(); }

void WriteAndExitWhenAsked(const std::string& text) {
  // Never freed: the signal may come late.
  static const std::string* const last_words = new std::string(text);
  std::signal(SIGTERM, [](int) {
    const ssize_t size =
        write(STDOUT_FILENO, last_words->data(), last_words->size());
    _exit(size < 0 ? 1 : 0);
  });
}

void HoldForever() {
  while (true) pause();
}

void NewSession() { setsid(); }

void CloseStream(int stream) { close(stream); }

}  // namespace testing_util
