// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/run/test_failures.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace explorer::internal {

TestFailures::~TestFailures() {
  reporter_.reset();
  for (int i = 0; i < outside_.size(); ++i) {
    const ::testing::TestPartResult& failure = outside_.GetTestPartResult(i);
    ADD_FAILURE_AT(failure.file_name(), failure.line_number())
        << failure.message();
  }
}

void TestFailures::Reporter::ReportTestPartResult(
    const ::testing::TestPartResult& result) {
  if (!result.failed()) return;  // a success, or a skip
  if (!ActiveHere()) {
    // Outside of the body: kept until GoogleTest can have it.
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
