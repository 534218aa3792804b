// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/html.h"

#include <limits>

#include "gtest/gtest.h"

namespace lab {
namespace {

TEST(HtmlTest, WhatHtmlWouldReadAsItsOwnIsEscaped) {
  EXPECT_EQ(EscapeHtml("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(EscapeHtml("&lt;"), "&amp;lt;");
  EXPECT_EQ(EscapeHtml("5 files, größer"), "5 files, größer");
}

TEST(HtmlTest, TimesKeepTheirUnitOnTheLine) {
  EXPECT_EQ(SecondsInHtml(0.0412), "41.2&nbsp;ms");
  EXPECT_EQ(SecondsInHtml(41.2e-6), "41.2&nbsp;µs");
}

TEST(HtmlTest, RatiosHaveTwoDecimals) {
  EXPECT_EQ(RatioInHtml(5.006), "5.01x");
  EXPECT_EQ(RatioInHtml(std::numeric_limits<double>::infinity()), "∞");
}

}  // namespace
}  // namespace lab
