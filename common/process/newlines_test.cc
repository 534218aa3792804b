// SPDX-License-Identifier: Apache-2.0

#include "common/process/newlines.h"

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace process {
namespace {

// The same by another way: the whole text at once.
std::string Expected(absl::string_view text) {
  return absl::StrReplaceAll(absl::StrReplaceAll(text, {{"\r\n", "\n"}}),
                             {{"\r", "\n"}});
}

std::string Translate(const std::vector<std::string>& pieces) {
  NewlineTranslator translate;
  std::string text;
  for (const std::string& piece : pieces) {
    absl::StrAppend(&text, translate(piece));
  }
  return text;
}

std::string Shown(const std::vector<std::string>& pieces) {
  std::string shown;
  for (const std::string& piece : pieces) {
    absl::StrAppend(&shown, "\"", absl::CEscape(piece), "\" ");
  }
  return shown;
}

TEST(NewlineTranslatorTest, EverySystemsLineEndIsOneNewline) {
  EXPECT_EQ(Translate({"unix\nwindows\r\nold mac\rend"}),
            "unix\nwindows\nold mac\nend");
}

TEST(NewlineTranslatorTest, EachOfSeveralLineEndsCounts) {
  EXPECT_EQ(Translate({"\n\n"}), "\n\n");
  EXPECT_EQ(Translate({"\r\r"}), "\n\n");
  EXPECT_EQ(Translate({"\r\n\r\n"}), "\n\n");
  EXPECT_EQ(Translate({"\n\r"}), "\n\n");
  EXPECT_EQ(Translate({"\r\r\n"}), "\n\n");
}

TEST(NewlineTranslatorTest, ALineEndInTwoPiecesIsOne) {
  EXPECT_EQ(Translate({"one\r", "\ntwo"}), "one\ntwo");
  EXPECT_EQ(Translate({"one\r", "", "\ntwo"}), "one\ntwo");
}

TEST(NewlineTranslatorTest, AReturnAtTheEndIsANewlineAtOnce) {
  NewlineTranslator translate;
  EXPECT_EQ(translate("one\r"), "one\n");
  EXPECT_EQ(translate("\n"), "");
  EXPECT_EQ(translate("\n"), "\n");
}

TEST(NewlineTranslatorTest, OtherBytesStayAsTheyAre) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '\r') all.push_back(static_cast<char>(byte));
  }
  EXPECT_EQ(Translate({all}), all);
  EXPECT_EQ(Translate({all, "\r", all}), absl::StrCat(all, "\n", all));
}

TEST(NewlineTranslatorTest, TextWithoutReturnsIsNotCopied) {
  NewlineTranslator translate;
  const std::string text = "one\ntwo\n";
  EXPECT_EQ(translate(text).data(), text.data());
}

// `text` cut after each byte whose bit is set in `cuts`.
std::vector<std::string> Cut(const std::string& text, unsigned cuts) {
  std::vector<std::string> pieces(1);
  for (size_t i = 0; i < text.size(); ++i) {
    pieces.back().push_back(text[i]);
    if ((cuts >> i & 1) != 0) pieces.emplace_back();
  }
  return pieces;
}

TEST(NewlineTranslatorTest, EveryCutOfEveryShortTextGivesTheSame) {
  constexpr size_t kLength = 6;
  std::vector<std::string> texts = {""};
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() < kLength) {
      for (const char byte : {'a', '\r', '\n'})
        texts.push_back(texts[i] + byte);
    }
    for (unsigned cuts = 0; cuts < 1u << texts[i].size(); ++cuts) {
      const std::vector<std::string> pieces = Cut(texts[i], cuts);
      ASSERT_EQ(Translate(pieces), Expected(texts[i])) << Shown(pieces);
    }
  }
}

TEST(NewlineTranslatorTest, RandomCutsOfRandomTextsGiveTheSame) {
  std::mt19937 random(20240722);  // the same numbers on every system
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> pieces(1 + random() % 8);
    for (std::string& piece : pieces) {
      for (size_t left = random() % 40; left > 0; --left) {
        piece.push_back("\r\n\r\nab\0\xff"[random() % 8]);
      }
    }
    std::string whole;
    for (const std::string& piece : pieces) whole += piece;
    ASSERT_EQ(Translate(pieces), Expected(whole)) << Shown(pieces);
  }
}

}  // namespace
}  // namespace process
