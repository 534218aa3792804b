// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/replay_token.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// Threads 0 to `threads` - 1 in runs of random lengths.
Replay RandomReplay(std::mt19937& random, size_t steps, int threads) {
  Replay replay = {.run_on_through_races = random() % 2 == 1,
                   .notify_any = random() % 2 == 1,
                   .spurious_wakeups = static_cast<int>(random() % 20),
                   .digest = static_cast<uint32_t>(random() % kDigests)};
  for (int call = 0; random() % 2 == 1; ++call) {
    replay.weak_failures.push_back(
        {.thread = static_cast<int>(random() % threads), .call = call});
  }
  while (replay.schedule.size() < steps) {
    const auto thread = static_cast<uint8_t>(random() % threads);
    for (size_t run = 1 + random() % 7; run > 0; --run) {
      replay.schedule.push_back(thread);
    }
  }
  replay.schedule.resize(steps);
  return replay;
}

TEST(ReplayTokenTest, IsShort) {
  EXPECT_EQ(EncodeReplayToken({.schedule = {0, 0, 1, 2, 1, 2}}),
            "x2-c00531212cb6");
  EXPECT_EQ(EncodeReplayToken({.schedule = {0, 0, 1, 2, 1, 2, 0, 0, 0}}),
            "x2-c006312126f32");
  EXPECT_LT(
      EncodeReplayToken({.schedule = std::vector<uint8_t>(60'000)}).size(),
      15u);
}

TEST(ReplayTokenTest, GivesTheScheduleAgain) {
  std::mt19937 random(20261123);
  for (int i = 0; i < 2000; ++i) {
    const Replay replay = RandomReplay(random, random() % 200,
                                       1 + static_cast<int>(random() % 32));
    const std::string token = EncodeReplayToken(replay);
    ASSERT_THAT(DecodeReplayToken(token), IsOkAndHolds(replay)) << token;
  }
}

TEST(ReplayTokenTest, GivesLongSchedulesAgain) {
  std::mt19937 random(7);
  for (int threads : {1, 2, 32, 256}) {
    const Replay replay = RandomReplay(random, 60'000, threads);
    EXPECT_THAT(DecodeReplayToken(EncodeReplayToken(replay)),
                IsOkAndHolds(replay));
  }
  const Replay longest = {.schedule =
                              std::vector<uint8_t>(kMaxReplaySteps, 255)};
  EXPECT_THAT(DecodeReplayToken(EncodeReplayToken(longest)),
              IsOkAndHolds(longest));
}

TEST(ReplayTokenTest, UpperAndLowerCaseAndBlanksAroundAreTheSame) {
  std::mt19937 random(1);
  const Replay replay = RandomReplay(random, 60, 3);
  const std::string token = EncodeReplayToken(replay);
  EXPECT_THAT(DecodeReplayToken(absl::AsciiStrToUpper(token)),
              IsOkAndHolds(replay));
  EXPECT_THAT(DecodeReplayToken(absl::StrCat(" \t\n", token, " \r\n")),
              IsOkAndHolds(replay));
}

TEST(ReplayTokenTest, WhatLooksLikeADigitIsThatDigit) {
  const Replay replay = {.schedule = {0, 0, 1, 0}};
  std::string token = EncodeReplayToken(replay);
  ASSERT_NE(token.find('1', 3), std::string::npos) << token;
  for (size_t at = token.find('1', 3); at != std::string::npos;
       at = token.find('1', at)) {
    token[at] = 'l';
  }
  EXPECT_THAT(DecodeReplayToken(token), IsOkAndHolds(replay));
}

// Whether the two characters stand for the same digit.
bool SameDigit(char a, char b) {
  const auto digit = [](char c) {
    c = absl::ascii_tolower(c);
    return c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
  };
  return digit(a) == digit(b);
}

TEST(ReplayTokenTest, EveryChangeOfACharacterIsDetected) {
  std::mt19937 random(3);
  for (size_t steps : {0, 1, 6, 40, 300}) {
    const std::string token = EncodeReplayToken(RandomReplay(random, steps, 4));
    for (size_t at = 0; at < token.size(); ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string changed = token;
        changed[at] = static_cast<char>(c);
        if (SameDigit(changed[at], token[at])) continue;
        EXPECT_THAT(DecodeReplayToken(changed),
                    StatusIs(absl::StatusCode::kInvalidArgument))
            << changed;
      }
    }
  }
}

TEST(ReplayTokenTest, NeighboursThatChangedPlacesAreDetected) {
  std::mt19937 random(4);
  const std::string token = EncodeReplayToken(RandomReplay(random, 300, 4));
  for (size_t at = 3; at + 1 < token.size(); ++at) {
    std::string changed = token;
    std::swap(changed[at], changed[at + 1]);
    if (changed == token) continue;
    EXPECT_THAT(DecodeReplayToken(changed),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(ReplayTokenTest, AWrongCharacterIsNamedAsSuch) {
  std::string token = EncodeReplayToken({.schedule = {0, 0, 1, 2, 1, 2, 0}});
  token[6] = token[6] == '2' ? '3' : '2';
  EXPECT_THAT(DecodeReplayToken(token),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the replay token has a wrong character: its checksum "
                       "differs; copy it anew"));
  token[6] = '?';
  EXPECT_THAT(DecodeReplayToken(token),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a character that no token has at place 7")));
}

TEST(ReplayTokenTest, ATokenThatIsCutOffIsNamedAsSuch) {
  std::mt19937 random(5);
  const std::string token = EncodeReplayToken(RandomReplay(random, 100, 3));
  for (size_t length = 1; length < token.size(); ++length) {
    EXPECT_THAT(
        DecodeReplayToken(token.substr(0, length)),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cut off")))
        << length;
  }
}

TEST(ReplayTokenTest, AnotherVersionIsNamed) {
  std::string token = EncodeReplayToken({.schedule = {0}});
  token[1] = '1';
  EXPECT_THAT(DecodeReplayToken(token),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("is of version 1"),
                             HasSubstr("reads version 2 only"))));
}

TEST(ReplayTokenTest, OtherTextIsNoToken) {
  for (absl::string_view text :
       {"", "  ", "0.1.2", "y2-66", "seed 7", "-", "x-1"}) {
    EXPECT_THAT(DecodeReplayToken(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("not a replay token")))
        << text;
  }
}

TEST(ReplayTokenTest, NoTextCrashesIt) {
  std::mt19937 random(6);
  const absl::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "x2-";
    for (size_t n = random() % 30; n > 0; --n) text += digits[random() % 32];
    const absl::StatusOr<Replay> replay = DecodeReplayToken(text);
    if (!replay.ok()) continue;
    // Guessed the checksum: then it is a schedule.
    EXPECT_THAT(DecodeReplayToken(EncodeReplayToken(*replay)),
                IsOkAndHolds(*replay));
  }
}

}  // namespace
}  // namespace explorer::internal
