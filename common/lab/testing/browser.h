// SPDX-License-Identifier: Apache-2.0
//
// Shows the page of a bench in a headless Chromium, on a telephone and on a
// desk, in light and in dark, and reports what measure_page.js saw there. For
// tests of what a reader gets to see; report_page_test is for what stands in
// the file.
//
//   using FooPageTest = lab::BrowserTest;
//   TEST_F(FooPageTest, IsReadable) {
//     lab::ExpectReadable(LookAt(lab::ReadFile("foo.html")));
//   }
//
// A machine without Chromium skips the test and says how to install one.
//
// Thread safety: one thread at a time. Errors: a browser that fails, and a page
// that it cannot measure, are failures of the test that asks.

#ifndef COMMON_LAB_TESTING_BROWSER_H_
#define COMMON_LAB_TESTING_BROWSER_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/lab/temp_directory.h"
#include "common/process/run.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {

// What a browser saw.
struct Seen {
  nlohmann::json frames;  // an object each, see measure() in measure_page.js
  std::string console;    // messages of the pages, one line each
};

// A test with a browser and a folder of its own.
class BrowserTest : public ::testing::Test {
 protected:
  // Looks for the browser; skips the test where there is none.
  void SetUp() override;

  // A name in the test's folder.
  std::filesystem::path File(const std::string& name) const;

  // The page shown 360 and 1280 pixels wide in light, then both in dark: four
  // frames.
  Seen LookAt(const std::string& page, bool with_script = true) const;

 private:
  // Runs the browser on a file; its stdout is the document as it became.
  process::CompletedProcess Browse(const std::filesystem::path& page) const;

  std::string browser_;
  std::optional<TempDirectory> folder_;
};

// Expects of every frame that its text is in sight, none of it cut off,
// overlapping or pale, and that nothing was fetched.
void ExpectReadable(const Seen& seen);

// A bar that a page should have.
struct ExpectedBar {
  std::string workload = "";
  std::string way = "";
  std::string against = "";  // what the page says it is compared with, if it
                             // says so
  std::vector<double> seconds = {};   // its runs
  std::vector<double> baseline = {};  // runs of what it is compared with
};

// Expects that the drawn `bars` of a frame are the expected ones, in this order
// and in length, speed-up and median. What has no runs, or too short ones, has
// no bar.
void ExpectBars(const nlohmann::json& bars,
                const std::vector<ExpectedBar>& expected);

// What the timelines of a frame showed after `input`, which is one of those in
// timelinesOf() in measure_page.js.
nlohmann::json AfterInput(const nlohmann::json& frame,
                          const std::string& input);

// The JSON in the element with this `id`; discarded if there is none.
nlohmann::json JsonInElement(const std::string& document,
                             const std::string& id);

// The bytes of a file; none if it cannot be read.
std::string ReadFile(const std::filesystem::path& file);

}  // namespace lab

#endif  // COMMON_LAB_TESTING_BROWSER_H_
