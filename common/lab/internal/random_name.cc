// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/random_name.h"

#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"

namespace lab {

std::string RandomName() {
  std::random_device random;
  const uint64_t bits = (uint64_t{random()} << 32) | random();
  return absl::StrCat(absl::Hex(bits));
}

}  // namespace lab
