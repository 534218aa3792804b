// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/log/absl_check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/fuzz/fuzz_input.h"
#include "common/process/fuzz/quote_oracles.h"

// The first text is the batch file's path, as it is (nearly always refused) and
// with an extension.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> texts = process::ArgsFromBytes(bytes);
  const auto args = absl::MakeConstSpan(texts).subspan(1);
  ABSL_CHECK_OK(process::CheckQuoteBatch(texts[0], args));
  ABSL_CHECK_OK(process::CheckQuoteBatch(absl::StrCat(texts[0], ".bat"), args));
  return 0;
}
