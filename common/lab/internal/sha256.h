// SPDX-License-Identifier: Apache-2.0
//
// SHA-256, by which a page names the one script that a browser may run in it,
// and a test the files that it tested.
//
// Thread safety: pure function. Source: FIPS 180-4, section 6.2.

#ifndef COMMON_LAB_INTERNAL_SHA256_H_
#define COMMON_LAB_INTERNAL_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lab {

// The digest: 32 bytes.
std::string Sha256(absl::string_view message);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_SHA256_H_
