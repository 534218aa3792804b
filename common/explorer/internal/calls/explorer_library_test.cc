// SPDX-License-Identifier: Apache-2.0
//
// An ordinary test of a library of code under test: no explorer is linked.

#include <memory>
#include <thread>

#include "common/explorer/internal/calls/testing/code_under_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::UnorderedElementsAre;

TEST(ExplorerLibraryTest, WorksWithoutAnExplorer) {
  const std::unique_ptr<Log> log = NewLog();
  std::thread thread([&] { log->Append("one"); });
  log->Append("two");
  thread.join();
  EXPECT_THAT(log->lines(), UnorderedElementsAre("one", "two"));
  EXPECT_EQ(*log->count(), 2);
}

}  // namespace
}  // namespace explorer::internal
