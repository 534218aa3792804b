// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <cstdlib>

#include "common/lab/internal/color_wanted.h"
#include "common/lab/terminal.h"

namespace lab {
namespace {

// Only a console has a mode; a file or a pipe has none.
bool IsConsole(DWORD which) {
  DWORD mode;
  return GetConsoleMode(GetStdHandle(which), &mode) != 0;
}

}  // namespace

bool StdoutIsTerminal() { return IsConsole(STD_OUTPUT_HANDLE); }

bool StderrIsTerminal() { return IsConsole(STD_ERROR_HANDLE); }

bool StdoutTakesColor() {
  if (!internal::ColorWanted(std::getenv("NO_COLOR"), std::getenv("TERM")))
    return false;
  HANDLE console = GetStdHandle(STD_OUTPUT_HANDLE);
  DWORD mode;
  if (!GetConsoleMode(console, &mode)) return false;
  // Windows 10 understands ANSI sequences once it is told to.
  return SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) !=
         0;
}

}  // namespace lab
