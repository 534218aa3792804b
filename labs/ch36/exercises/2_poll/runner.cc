// SPDX-License-Identifier: Apache-2.0
//
// Starts children and lets WorkWhileItRuns() work meanwhile, as the checks ask.

#include "common/exercise/runner.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/exercise/values.h"
#include "common/lab/temp_directory.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/exercises/2_poll/poll.h"

namespace {

using ::exercise::Values;
using ::process::Stdio;
using ::process::Subprocess;

lab::TempDirectory NewFolder() {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  CHECK_OK(folder.status());
  return *std::move(folder);
}

Subprocess StartChild(const std::vector<std::string>& command) {
  absl::StatusOr<Subprocess> child = Subprocess::Start(
      command,
      {.in = Stdio::Null(), .out = Stdio::Pipe(), .err = Stdio::Null()});
  CHECK_OK(child.status());
  return *std::move(child);
}

// A place where the child waits until it may go on (`meet PLACE 2`).
class Place {
 public:
  explicit Place(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directory(folder_);
  }

  std::string name() const { return folder_.generic_string(); }

  // Waits until the child is there.
  void Meet() const {
    while (std::filesystem::is_empty(folder_)) {
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

  void LetGo() const { std::ofstream(folder_ / "go on").flush(); }

 private:
  std::filesystem::path folder_;
};

Values AnswerOf(const absl::StatusOr<ch36::Ended>& ended) {
  Values answer = {{"error", ended.ok() ? "" : ended.status().ToString()}};
  if (!ended.ok()) return answer;
  answer.Set("status", ended->status.ToString());
  answer.Set("out", ended->out.substr(0, 1000));
  answer.Set("out_bytes", ended->out.size());
  return answer;
}

// The child says a word and waits until it may go on, for each of `words`; then
// it says `last` and ends. The order of things is certain, however fast or slow
// either side is:
//
//   step 1    waits until the child has said the first word
//   step 2    must hear that; lets the child go on, and waits for the next one
//   ...
//   the last  must hear the last one; lets the child end, and waits for that
Values Converse(const Values& ask) {
  const lab::TempDirectory folder = NewFolder();
  const std::vector<std::string>& words = ask.Texts("words");
  std::vector<std::string> command = {ask.Text("program")};
  std::vector<Place> places;
  for (const std::string& word : words) {
    places.emplace_back(folder.path() / std::to_string(places.size()));
    command.insert(command.end(), {"say", "out", word, "+", "meet",
                                   places.back().name(), "2", "+"});
  }
  command.insert(command.end(), {"say", "out", ask.Text("last"), "+", "exit",
                                 std::to_string(ask.Int("exit_code"))});
  Subprocess child = StartChild(command);

  std::vector<std::string> news_of_words;
  std::string heard;
  int64_t steps = 0;
  int64_t late_steps = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view news) {
        heard += news;
        if (news_of_words.size() == words.size()) {
          ++late_steps;
          return;
        }
        if (++steps > 1) {
          places[news_of_words.size()].LetGo();
          news_of_words.push_back(heard);
          heard.clear();
        }
        if (news_of_words.size() < words.size()) {
          places[news_of_words.size()].Meet();
        } else {
          CHECK_OK(child.Wait().status());
        }
      });
  Values answer = AnswerOf(ended);
  answer.Set("news", news_of_words);
  answer.Set("steps_after_its_end", late_steps);
  return answer;
}

// The child, which has done what `script` says, has ended before
// WorkWhileItRuns() is called. A program that it has left behind at {PLACE}
// goes on until that returns.
Values AfterItsEnd(const Values& ask) {
  const lab::TempDirectory folder = NewFolder();
  const Place place(folder.path() / "place");
  std::vector<std::string> command = {ask.Text("program")};
  for (const std::string& word : ask.Texts("script")) {
    command.push_back(absl::StrReplaceAll(word, {{"{PLACE}", place.name()}}));
  }
  Subprocess child = StartChild(command);
  const absl::StatusOr<process::ExitStatus> status = child.Wait();
  CHECK_OK(status.status());
  int64_t steps = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view) { ++steps; });
  place.LetGo();
  Values answer = AnswerOf(ended);
  answer.Set("steps", steps);
  answer.Set("true_status", status->ToString());
  return answer;
}

// The child ends once the steps have heard `bytes` bytes of it.
Values Much(const Values& ask) {
  const lab::TempDirectory folder = NewFolder();
  const Place place(folder.path() / "place");
  const int64_t bytes = ask.Int("bytes");
  Subprocess child =
      StartChild({ask.Text("program"), "write", "out", std::to_string(bytes),
                  "+", "meet", place.name(), "2"});
  int64_t heard = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view news) {
        heard += static_cast<int64_t>(news.size());
        if (heard >= bytes) place.LetGo();
      });
  Values answer = AnswerOf(ended);
  answer.Set("heard_bytes", heard);
  return answer;
}

}  // namespace

int main() {
  return exercise::AnswerQuestions(
      {{"Converse", Converse}, {"AfterItsEnd", AfterItsEnd}, {"Much", Much}});
}
