// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/html_page.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlPageTest, AScriptMayRunByItsHash) {
  const std::string page =
      HtmlPage({.title = "a < b", .main = "<p>", .script = "alert(1)"});
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  EXPECT_THAT(
      page,
      AllOf(HasSubstr("script-src "
                      "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
            HasSubstr("<script>alert(1)</script>"),
            HasSubstr("<title>a &lt; b</title>"),
            HasSubstr("<h1>a &lt; b</h1>\n<p></main>")));
}

TEST(HtmlPageTest, WithoutAScriptNoneMayRun) {
  const std::string page = HtmlPage({.title = "a", .main = "<p>"});
  EXPECT_THAT(
      page, AllOf(HasSubstr("default-src 'none'"), Not(HasSubstr("script-src")),
                  Not(HasSubstr("<script>"))));
}

TEST(DataElementTest, NoTextEndsTheElement) {
  const nlohmann::json data = {{"text", "</script><!-- \xFF"}};
  const std::string element = DataElement(data, "d");
  EXPECT_EQ(element,
            "<script type=\"application/json\" id=\"d\">\n"
            "{\"text\":\"\\u003c/script>\\u003c!-- \xEF\xBF\xBD\"}\n"
            "</script>\n");
}

}  // namespace
}  // namespace lab
