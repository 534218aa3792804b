// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/grading_lock.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

// What is written to it releases a lock.
class Releases : public std::stringbuf {
 public:
  explicit Releases(std::optional<GradingLock>& lock) : lock_(lock) {}

 protected:
  int sync() override {
    lock_.reset();
    return 0;
  }

 private:
  std::optional<GradingLock>& lock_;
};

fs::path Cache() { return fs::path(::testing::TempDir()) / "lock_cache"; }

TEST(GradingLockTest, WhoComesSecondSaysSoAndWaitsForTheFirst) {
  std::ostringstream silent;
  ASSERT_OK_AND_ASSIGN(GradingLock taken, GradingLock::Take(Cache(), silent));
  std::optional<GradingLock> first(std::move(taken));
  EXPECT_THAT(silent.str(), IsEmpty());
  Releases words(first);
  std::ostream progress(&words);
  ASSERT_OK(GradingLock::Take(Cache(), progress));
  EXPECT_THAT(words.str(), HasSubstr("another grading"));
  EXPECT_FALSE(first.has_value());
}

TEST(GradingLockTest, OfAnotherCacheIsAnotherLock) {
  std::ostringstream silent;
  ASSERT_OK_AND_ASSIGN(GradingLock first, GradingLock::Take(Cache(), silent));
  ASSERT_OK(GradingLock::Take(Cache() / "other", silent));
  EXPECT_THAT(silent.str(), IsEmpty());
}

TEST(GradingLockTest, ACacheThatCannotBeMadeIsNamed) {
  std::ostringstream silent;
  const fs::path file = fs::path(::testing::TempDir()) / "a_file";
  std::ofstream(file) << "no folder";
  EXPECT_THAT(GradingLock::Take(file / "cache", silent),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("a_file")));
}

}  // namespace
}  // namespace grade
