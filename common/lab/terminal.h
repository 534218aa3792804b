// SPDX-License-Identifier: Apache-2.0
//
// What the program may assume of the terminal it writes to.
//
//   if (lab::StdoutTakesColor()) std::cout << "\033[1m";
//
// Thread safety: any thread. Errors: none; when in doubt the answer is no.
// Sources: https://no-color.org, isatty(3), GetConsoleMode (Windows).

#ifndef COMMON_LAB_TERMINAL_H_
#define COMMON_LAB_TERMINAL_H_

namespace lab {

// Whether a person is watching the stream rather than a file or another
// program.
bool StdoutIsTerminal();
bool StderrIsTerminal();

// Whether stdout is a terminal that understands ANSI colour and the user has
// not asked for none (NO_COLOR set to anything but "", or TERM=dumb).
bool StdoutTakesColor();

}  // namespace lab

#endif  // COMMON_LAB_TERMINAL_H_
