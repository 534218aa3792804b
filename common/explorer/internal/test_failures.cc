// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/test_failures.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/hooks.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace explorer::internal {

void TestFailures::Reporter::ReportTestPartResult(
    const ::testing::TestPartResult& result) {
  if (!result.failed()) return;  // a success, or a skip
  if (!Active()) {
    // Outside of the body: as GoogleTest would have it.
    ScopedFakeTestPartResultReporter::ReportTestPartResult(result);
    return;
  }
  {
    const NotActive own_code;
    message_ =
        absl::StrCat(result.file_name() == nullptr ? "" : result.file_name(),
                     ":", result.line_number(), ": ", result.message());
  }
  Fail(message_.c_str(), nullptr);
}

}  // namespace explorer::internal
