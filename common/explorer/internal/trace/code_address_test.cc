// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/code_address.h"

#include <cstdint>
#include <memory>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::HasSubstr;

int One() { return 1; }
int Two() { return 2; }

uintptr_t Place(int (*function)()) {
  return reinterpret_cast<uintptr_t>(function);
}

std::optional<CodeAddress> InFile(int (*function)()) {
  return AddressInFile(reinterpret_cast<const void*>(Place(function)));
}

TEST(CodeAddressTest, IsInTheFileOfTheProgram) {
  const std::optional<CodeAddress> at = InFile(One);
  ASSERT_TRUE(at.has_value());
  EXPECT_THAT(at->file, HasSubstr("code_address_test"));
}

TEST(CodeAddressTest, InTheFileFunctionsAreAsFarApartAsInMemory) {
  const std::optional<CodeAddress> one = InFile(One);
  const std::optional<CodeAddress> two = InFile(Two);
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(one->file, two->file);
  EXPECT_EQ(two->address - one->address, Place(Two) - Place(One));
}

TEST(CodeAddressTest, WhatWasNotLoadedIsInNoFile) {
  EXPECT_EQ(AddressInFile(nullptr), std::nullopt);
  const auto on_the_heap = std::make_unique<int>(1);
  EXPECT_EQ(AddressInFile(on_the_heap.get()), std::nullopt);
}

}  // namespace
}  // namespace explorer::internal
