// SPDX-License-Identifier: Apache-2.0
//
// The part of StdoutTakesColor() that is the same on every system.

#ifndef COMMON_LAB_INTERNAL_COLOR_WANTED_H_
#define COMMON_LAB_INTERNAL_COLOR_WANTED_H_

namespace lab::internal {

// Whether the user leaves colour to us. The arguments are the values of the
// environment variables NO_COLOR and TERM, null where one is not set: any
// NO_COLOR but "" says no, and so does a TERM of "dumb".
bool ColorWanted(const char* no_color, const char* term);

}  // namespace lab::internal

#endif  // COMMON_LAB_INTERNAL_COLOR_WANTED_H_
