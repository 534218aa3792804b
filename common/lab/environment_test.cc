// SPDX-License-Identifier: Apache-2.0

#include "common/lab/environment.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/base/config.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::AnyOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

TEST(EnvironmentTest, NamesAllThatChangesAMeasurement) {
  const auto environment = Environment();
  EXPECT_THAT(environment,
              ElementsAre(Key("system"), Key("cpus"), Key("compiler"),
                          Key("build"), Key("abseil")));
  EXPECT_THAT(environment, Each(Pair(Not(IsEmpty()), Not(IsEmpty()))));
}

TEST(EnvironmentTest, TheSystemIsNamedWithItsVersion) {
  EXPECT_THAT(OperatingSystem(),
              AnyOf(StartsWith("Linux "), StartsWith("Windows "),
                    StartsWith("Darwin ")));
}

TEST(EnvironmentTest, ASanitizerBuildIsFlagged) {
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || \
    defined(ABSL_HAVE_THREAD_SANITIZER) ||  \
    defined(UNDEFINED_BEHAVIOR_SANITIZER)
  EXPECT_THAT(BuildWarning(), StartsWith("built with "));
#elif defined(__OPTIMIZE__)
  EXPECT_EQ(BuildWarning(), "");
#else
  EXPECT_THAT(BuildWarning(), StartsWith("built without optimisation"));
#endif
}

}  // namespace
}  // namespace lab
