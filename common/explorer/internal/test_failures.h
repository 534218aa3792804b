// SPDX-License-Identifier: Apache-2.0
//
// Turns GoogleTest's failures inside of an explored body into findings, as long
// as it lives. Outside of the body they are what they always are.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TEST_FAILURES_H_
#define COMMON_EXPLORER_INTERNAL_TEST_FAILURES_H_

#include <string>

#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace explorer::internal {

class TestFailures {
 public:
  TestFailures() : reporter_(&unused_) {}

 private:
  class Reporter : public ::testing::ScopedFakeTestPartResultReporter {
   public:
    explicit Reporter(::testing::TestPartResultArray* unused)
        : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, unused) {}

    void ReportTestPartResult(const ::testing::TestPartResult& result) override;

   private:
    // Not on the stack: what fails does not return.
    std::string message_;
  };

  ::testing::TestPartResultArray unused_;
  Reporter reporter_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TEST_FAILURES_H_
