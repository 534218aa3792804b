// SPDX-License-Identifier: Apache-2.0
//
// The frame of a lab's demo: numbered steps, each of which tells what it does,
// does it, and says what to notice.
//
//   absl::Status EchoStep(lab::Narrator& tell) {
//     tell.Say("A child process writes to a pipe; its parent reads it.");
//     tell.Code("process::Run({\"echo\", \"hello\"})");
//     absl::StatusOr<std::string> echo = RunEcho();
//     if (!echo.ok()) return echo.status();
//     tell.Output(*echo);
//     tell.Notice("The output came back as a string; no shell was involved.");
//     return absl::OkStatus();
//   }
//
//   int main(int argc, char** argv) {
//     lab::Demo demo("The chapter's title");
//     demo.AddStep("Echo through a pipe", EchoStep);
//     return demo.Main(argc, argv);
//   }
//
// Flags of every demo: --list (the steps), --step=N (one step), --help.
// Output fits 80 columns. Colour appears on a terminal only, and never when
// NO_COLOR is set. Thread safety: one thread tells; steps may start others.
// Errors: what a step returns is shown and makes the exit status 1, and the
// other steps run all the same; a flag that does not exist or a step out of
// range is named on stderr, exit status 2.

#ifndef COMMON_LAB_DEMO_H_
#define COMMON_LAB_DEMO_H_

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lab {

// How a step speaks.
class Narrator {
 public:
  // Writes to `out`, which must outlive the object.
  Narrator(std::ostream& out, bool color);

  // The idea, as a paragraph.
  void Say(absl::string_view text);

  // The code that does it, line for line.
  void Code(absl::string_view lines);

  // The same for a reader who knows it from Python: how it is said there, and
  // how here.
  void Translate(absl::string_view python, absl::string_view cpp);

  // What came out, line for line.
  void Output(absl::string_view lines);

  // What to look at in the output above.
  void Notice(absl::string_view text);

  // The heading of a step, and why it could not do what it promised. Demo calls
  // them.
  void Heading(int number, absl::string_view title);
  void Failure(const absl::Status& status);

 private:
  // `text` in the colour of an ANSI code such as "1" (bold); plain without.
  void Print(absl::string_view ansi, absl::string_view text);

  std::ostream& out_;
  const bool color_;
};

class Demo {
 public:
  // Tells and does one thing. Not OK: it could not do what it promised.
  using Step = std::function<absl::Status(Narrator&)>;

  explicit Demo(absl::string_view title);

  // Steps are numbered from 1 in the order they are added.
  void AddStep(absl::string_view title, Step step);

  // Does what the flags ask for on stdout. Returns the program's exit status.
  int Main(int argc, char** argv);

  // The same, with streams and colour given (for tests).
  int Main(const std::vector<std::string>& flags, std::ostream& out,
           std::ostream& error, bool color);

 private:
  struct TitledStep {
    std::string title;
    Step step;
  };

  void PrintHelp(std::ostream& out) const;
  void PrintList(std::ostream& out) const;
  int RunSteps(size_t first, size_t last, std::ostream& out, bool color) const;

  std::string title_;
  std::vector<TitledStep> steps_;
};

}  // namespace lab

#endif  // COMMON_LAB_DEMO_H_
