// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/step_words.h"

#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/step.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

TEST(StepWordsTest, AStepIsItsParts) {
  EXPECT_EQ(StepInWords({.what = "read", .object = "v1", .value = "0"}),
            "read v1: 0");
  EXPECT_EQ(StepInWords({.what = "lock", .object = "mutex m1"}),
            "lock mutex m1");
  EXPECT_EQ(StepInWords({.what = "yield"}), "yield");
}

TEST(StepWordsTest, AStuckThreadSaysWhatItHolds) {
  EXPECT_EQ(StuckInWords({.thread = 0, .what = "waits for T1 to end"}),
            "T0 waits for T1 to end");
  EXPECT_EQ(StuckInWords({.thread = 12,
                          .what = "waits to lock m4",
                          .holds = {"m1", "m2", "m3"}}),
            "T12 holds m1, m2 and m3 and waits to lock m4");
}

TEST(StepWordsTest, AFileIsNamedByItsLastPartWhereThatIsClear) {
  const Places places = {.steps = {{.file = "labs/a/counter.h", .line = 3},
                                   {.file = "labs/b/counter.h", .line = 4},
                                   {.file = "labs/b/bank.cc", .line = 5}}};
  const FileNames files(places);
  EXPECT_EQ(files.Locate(places.steps[0]), "labs/a/counter.h:3");
  EXPECT_EQ(files.Locate(places.steps[1]), "labs/b/counter.h:4");
  EXPECT_EQ(files.Locate(places.steps[2]), "bank.cc:5");
}

TEST(StepWordsTest, WithoutAFileTheFunctionIsThePlace) {
  const FileNames files({});
  EXPECT_EQ(files.Locate({.function = "Counter::Add"}), "Counter::Add");
  EXPECT_EQ(files.Locate({}), "");
}

}  // namespace
}  // namespace explorer::internal
