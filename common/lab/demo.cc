// SPDX-License-Identifier: Apache-2.0

#include "common/lab/demo.h"

#include <iostream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/lab/terminal.h"
#include "common/lab/text.h"

namespace lab {
namespace {

constexpr absl::string_view kBold = "1";
constexpr absl::string_view kCyan = "36";
constexpr absl::string_view kYellow = "33";
constexpr absl::string_view kRed = "31";
constexpr absl::string_view kPlain = "";

}  // namespace

Narrator::Narrator(std::ostream& out, bool color) : out_(out), color_(color) {}

void Narrator::Print(absl::string_view ansi, absl::string_view text) {
  if (color_ && !ansi.empty()) {
    out_ << "\033[" << ansi << "m" << text << "\033[0m";
  } else {
    out_ << text;
  }
  out_ << std::flush;
}

void Narrator::Heading(int number, absl::string_view title) {
  Print(kBold, absl::StrCat("\n", number, ". ", title, "\n"));
}

void Narrator::Say(absl::string_view text) {
  Print(kPlain, absl::StrCat("\n", Wrap(text)));
}

void Narrator::Code(absl::string_view lines) {
  Print(kCyan, absl::StrCat("\n", Indent(lines, "    ")));
}

void Narrator::Translate(absl::string_view python, absl::string_view cpp) {
  Print(kPlain, "\nIn Python:");
  Code(python);
  Print(kPlain, "\nIn C++:");
  Code(cpp);
}

void Narrator::Output(absl::string_view lines) {
  Print(kPlain, absl::StrCat("\n", Indent(lines, "  | ")));
}

void Narrator::Notice(absl::string_view text) {
  Print(kYellow, absl::StrCat("\n", Wrap(absl::StrCat("Notice: ", text))));
}

void Narrator::Failure(const absl::Status& status) {
  Print(kRed,
        absl::StrCat("\n", Wrap(absl::StrCat("FAILED: ", status.ToString()))));
}

Demo::Demo(absl::string_view title) : title_(title) {}

void Demo::AddStep(absl::string_view title, Step step) {
  CHECK(step) << "step '" << title << "' has nothing to run";
  steps_.push_back({std::string(title), std::move(step)});
}

int Demo::Main(int argc, char** argv) {
  return Main(std::vector<std::string>(argv + 1, argv + argc), std::cout,
              std::cerr, StdoutTakesColor());
}

int Demo::Main(const std::vector<std::string>& flags, std::ostream& out,
               std::ostream& error, bool color) {
  size_t first = 1;
  size_t last = steps_.size();
  for (absl::string_view flag : flags) {
    absl::string_view value = flag;
    int step = 0;
    if (flag == "--help") {
      PrintHelp(out);
      return 0;
    }
    if (flag == "--list") {
      PrintList(out);
      return 0;
    }
    if (!absl::ConsumePrefix(&value, "--step=")) {
      error << "unknown flag '" << flag << "'; --help lists the flags\n";
      return 2;
    }
    if (!absl::SimpleAtoi(value, &step) || step < 1 ||
        static_cast<size_t>(step) > steps_.size()) {
      error << "no step '" << value << "': this demo has steps 1 to "
            << steps_.size() << "; --list names them\n";
      return 2;
    }
    first = last = static_cast<size_t>(step);
  }
  return RunSteps(first, last, out, color);
}

void Demo::PrintHelp(std::ostream& out) const {
  out << title_ << "\n\n"
      << "  --list     name the steps\n"
      << "  --step=N   run one step (without it: all)\n"
      << "  --help     this text\n\n"
      << "Through Bazel, flags stand after --: bazel run TARGET -- --list\n";
}

void Demo::PrintList(std::ostream& out) const {
  out << title_ << "\n";
  for (size_t i = 0; i < steps_.size(); ++i) {
    out << "  " << i + 1 << ". " << steps_[i].title << "\n";
  }
}

int Demo::RunSteps(size_t first, size_t last, std::ostream& out,
                   bool color) const {
  out << title_ << std::endl;
  Narrator narrator(out, color);
  bool failed = false;
  for (size_t number = first; number <= last; ++number) {
    const TitledStep& titled = steps_[number - 1];
    narrator.Heading(static_cast<int>(number), titled.title);
    const absl::Status status = titled.step(narrator);
    if (status.ok()) continue;
    narrator.Failure(status);
    failed = true;
  }
  return failed ? 1 : 0;
}

}  // namespace lab
