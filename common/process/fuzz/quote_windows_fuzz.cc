// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "absl/log/absl_check.h"
#include "absl/strings/string_view.h"
#include "common/process/fuzz/fuzz_input.h"
#include "common/process/fuzz/quote_oracles.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  ABSL_CHECK_OK(process::CheckQuoteWindows(process::ArgsFromBytes(bytes)));
  return 0;
}
