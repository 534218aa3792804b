// SPDX-License-Identifier: Apache-2.0
//
// Turns GoogleTest's failures inside of an explored body into findings, as long
// as it lives. Outside of the body they are what they always are.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_RUN_TEST_FAILURES_H_
#define COMMON_EXPLORER_INTERNAL_RUN_TEST_FAILURES_H_

#include <optional>
#include <string>

#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace explorer::internal {

class TestFailures {
 public:
  TestFailures() { reporter_.emplace(&outside_); }
  ~TestFailures();

 private:
  class Reporter : public ::testing::ScopedFakeTestPartResultReporter {
   public:
    explicit Reporter(::testing::TestPartResultArray* outside)
        : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, outside) {}

    void ReportTestPartResult(const ::testing::TestPartResult& result) override;

   private:
    // Not on the stack: what fails does not return.
    std::string message_;
  };

  ::testing::TestPartResultArray outside_;  // of the body
  std::optional<Reporter> reporter_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RUN_TEST_FAILURES_H_
