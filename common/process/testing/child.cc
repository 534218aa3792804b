// SPDX-License-Identifier: Apache-2.0
//
// The program that tests of common/process start. Its arguments are steps, with
// a "+" between two of them:
//
//   child write out 3 + exit 7
//
//   args ARG...               write each ARG (to the last one, "+" as well) and
//                             a NUL byte to standard output
//   main-args ARG...          the same, with the arguments as main() gets them
//   name                      write the name this program was started by
//   variables                 write each environment variable and a NUL byte
//   folder                    write the current folder
//   pid                       write the number of this process and a line end
//   write STREAM SIZE ...     write SIZE bytes to STREAM: `out` gets letters
//                             o, `err` letters e; any number of such pairs
//   say STREAM TEXT           write TEXT
//   flood STREAM [SIZE]       write, SIZE bytes at a time (65536), until that
//                             fails, then exit with code 3
//   count-input               read standard input to its end, write its size
//   cat                       write standard input to standard output
//   read                      read standard input once, drop it
//   upper                     as cat, letter a becoming A and so on
//   encrypt                   as cat, each small letter moved on by that letter
//                             of variable PASSWORD whose turn it is; code 2 if
//                             that is no word of small letters
//   meet FOLDER COUNT         leave a file in FOLDER, and wait until it holds
//                             COUNT files: until so many processes have come
//   close STREAM              close in, out or err
//   write-to HANDLE           write one byte to a descriptor or handle number
//   start SCRIPT              start this program once more, with the words of
//                             SCRIPT as its arguments; don't wait for it
//   run SCRIPT                the same, and wait for it
//   bye TEXT                  from now on, when asked to end, write TEXT and
//                             exit with code 0
//   hold [SECONDS]            wait until killed (but no longer)
//   exit CODE                 exit with that code
//   abort                     abort()
// and on POSIX alone:
//   raise SIGNAL              send that signal to itself
//   ignore SIGNAL             ignore that signal from now on
//   new-session               setsid()

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/testing/child_system.h"

namespace {

using Arguments = absl::Span<const std::string>;

int64_t Number(const std::string& text) {
  int64_t number;
  CHECK(absl::SimpleAtoi(text, &number)) << "not a number: " << text;
  return number;
}

FILE* Stream(absl::string_view name) {
  CHECK(name == "out" || name == "err") << "no stream: " << name;
  return name == "out" ? stdout : stderr;
}

// False if nobody reads it any more (and the system did not end us for that).
bool Write(FILE* stream, absl::string_view bytes) {
  const bool written =
      fwrite(bytes.data(), 1, bytes.size(), stream) == bytes.size();
  return fflush(stream) == 0 && written;
}

void WriteEach(Arguments texts) {
  for (const std::string& text : texts) {
    Write(stdout, absl::string_view(text.c_str(), text.size() + 1));
  }
}

void WriteBytes(Arguments args) {
  CHECK_EQ(args.size() % 2, 0u) << "write takes pairs";
  for (; !args.empty(); args.remove_prefix(2)) {
    Write(Stream(args[0]),
          std::string(Number(args[1]), args[0] == "out" ? 'o' : 'e'));
  }
}

[[noreturn]] void Flood(FILE* stream, size_t size) {
  const std::string bytes(size, 'f');
  while (Write(stream, bytes)) {
  }
  std::_Exit(3);
}

void CountInput() {
  size_t size = 0;
  for (std::string bytes = testing_util::ReadInput(); !bytes.empty();
       bytes = testing_util::ReadInput()) {
    size += bytes.size();
  }
  Write(stdout, std::to_string(size));
}

void Cat(bool upper) {
  for (std::string bytes = testing_util::ReadInput(); !bytes.empty();
       bytes = testing_util::ReadInput()) {
    if (upper) absl::AsciiStrToUpper(&bytes);
    if (!Write(stdout, bytes)) return;
  }
}

// The password's letters take turns: byte i of the input is moved on by letter
// i of the password, which begins anew where it ends.
void Encrypt() {
  const char* const variable = std::getenv("PASSWORD");
  const absl::string_view password = absl::NullSafeStringView(variable);
  if (password.empty() ||
      !std::all_of(password.begin(), password.end(), absl::ascii_islower)) {
    Write(stderr, "child: PASSWORD is no word of small letters\n");
    std::_Exit(2);
  }
  size_t turn = 0;
  for (std::string bytes = testing_util::ReadInput(); !bytes.empty();
       bytes = testing_util::ReadInput()) {
    for (char& byte : bytes) {
      const int shift = password[turn++ % password.size()] - 'a';
      if (absl::ascii_islower(byte)) byte = 'a' + (byte - 'a' + shift) % 26;
    }
    if (!Write(stdout, bytes)) return;
  }
}

int64_t FilesIn(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

void Meet(const std::filesystem::path& folder, int64_t count) {
  std::ofstream(folder / std::to_string(testing_util::OwnPid())).flush();
  while (FilesIn(folder) < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Hold(Arguments args) {
  if (args.empty()) testing_util::HoldForever();
  std::this_thread::sleep_for(std::chrono::seconds(Number(args[0])));
}

void Close(absl::string_view stream) {
  testing_util::CloseStream(stream == "in" ? 0 : stream == "out" ? 1 : 2);
}

int64_t Start(const std::string& program, const std::string& script) {
  const int64_t pid = testing_util::StartAgain(
      program, absl::StrSplit(script, ' ', absl::SkipEmpty()));
  CHECK_GE(pid, 0) << "can't start " << program;
  return pid;
}

// Returns the exit code if this step is the last one to do.
int Do(absl::string_view what, Arguments args, const std::string& program,
       bool& last) {
  last = false;
  if (what == "name") {
    Write(stdout, program);
  } else if (what == "variables") {
    WriteEach(testing_util::Utf8Environment());
  } else if (what == "folder") {
    Write(stdout, std::filesystem::current_path().string());
  } else if (what == "pid") {
    Write(stdout, std::to_string(testing_util::OwnPid()) + "\n");
  } else if (what == "write") {
    WriteBytes(args);
  } else if (what == "say") {
    Write(Stream(args.at(0)), args.at(1));
  } else if (what == "flood") {
    Flood(Stream(args.at(0)), args.size() > 1 ? Number(args[1]) : 64 * 1024);
  } else if (what == "count-input") {
    CountInput();
  } else if (what == "cat") {
    Cat(/*upper=*/false);
  } else if (what == "upper") {
    Cat(/*upper=*/true);
  } else if (what == "encrypt") {
    Encrypt();
  } else if (what == "meet") {
    Meet(args.at(0), Number(args.at(1)));
  } else if (what == "read") {
    testing_util::ReadInput();
  } else if (what == "close") {
    Close(args.at(0));
  } else if (what == "write-to") {
    testing_util::WriteOneByteTo(Number(args.at(0)));
  } else if (what == "start") {
    Start(program, args.at(0));
  } else if (what == "run") {
    testing_util::WaitFor(Start(program, args.at(0)));
  } else if (what == "bye") {
    testing_util::WriteAndExitWhenAsked(args.at(0));
  } else if (what == "hold") {
    Hold(args);
  } else if (what == "raise") {
    std::raise(static_cast<int>(Number(args.at(0))));
  } else if (what == "ignore") {
    std::signal(static_cast<int>(Number(args.at(0))), SIG_IGN);
  } else if (what == "new-session") {
    testing_util::NewSession();
  } else if (what == "abort") {
    std::abort();
  } else if (what == "exit") {
    last = true;
    return static_cast<int>(Number(args.at(0)));
  } else {
    fprintf(stderr, "child: what is %s?\n", std::string(what).c_str());
    last = true;
    return 2;
  }
  return 0;
}

int DoAll(Arguments args, Arguments main_args, const std::string& program) {
  if (args[0] == "args") return WriteEach(args.subspan(1)), 0;
  if (args[0] == "main-args") return WriteEach(main_args.subspan(1)), 0;
  while (!args.empty()) {
    const size_t size = std::find(args.begin(), args.end(), "+") - args.begin();
    bool last;
    const int code = Do(args.at(0), args.subspan(1, size - 1), program, last);
    if (last) return code;
    args.remove_prefix(std::min(size + 1, args.size()));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  testing_util::UseBinaryStreams();
  const std::vector<std::string> args = testing_util::Utf8Arguments(argc, argv);
  const std::vector<std::string> main_args(argv, argv + argc);
  CHECK_GE(args.size(), 2u) << "child needs to be told what to do";
  return DoAll(Arguments(args).subspan(1), Arguments(main_args).subspan(1),
               args[0]);
}
