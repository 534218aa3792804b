// SPDX-License-Identifier: Apache-2.0
//
// A part of a file's name that nobody else has.
//
//   "concurrency_labs_" + lab::RandomName()
//
// Thread safety: any thread. Errors: none. No use outside common/lab.

#ifndef COMMON_LAB_INTERNAL_RANDOM_NAME_H_
#define COMMON_LAB_INTERNAL_RANDOM_NAME_H_

#include <string>

namespace lab {

// 64 random bits in hexadecimal digits, 16 at most.
std::string RandomName();

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_RANDOM_NAME_H_
