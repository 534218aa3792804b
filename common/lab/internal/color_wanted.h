// SPDX-License-Identifier: Apache-2.0
//
// The part of StdoutTakesColor() that is the same on every system.

#ifndef COMMON_LAB_INTERNAL_COLOR_WANTED_H_
#define COMMON_LAB_INTERNAL_COLOR_WANTED_H_

namespace lab::internal {

// Whether the environment leaves colour to us: NO_COLOR is unset or "", and
// TERM is not "dumb".
bool ColorWanted();

}  // namespace lab::internal

#endif  // COMMON_LAB_INTERNAL_COLOR_WANTED_H_
