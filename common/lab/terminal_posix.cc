// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <cstdlib>

#include "common/lab/internal/color_wanted.h"
#include "common/lab/terminal.h"

namespace lab {

bool StdoutIsTerminal() { return isatty(STDOUT_FILENO) == 1; }

bool StderrIsTerminal() { return isatty(STDERR_FILENO) == 1; }

bool StdoutTakesColor() {
  return internal::ColorWanted(std::getenv("NO_COLOR"), std::getenv("TERM")) &&
         StdoutIsTerminal();
}

}  // namespace lab
