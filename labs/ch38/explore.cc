// SPDX-License-Identifier: Apache-2.0
//
// Runs one of the chapter's programs under every interleaving that can matter,
// and says what came of it.
//
//   bazel run //labs/ch38:explore                        # their names
//   bazel run //labs/ch38:explore -- lost-update
//   bazel run //labs/ch38:explore -- lost-update --page=/tmp/lost_update.html
//
// The page shows the trace, to step through, with the source beside it.
// --columns=N is the width of the terminal (80); --brief leaves out the trace,
// and notes. Exit status: 0, or 2 for arguments that make no sense, or 1 if the
// page cannot be written.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/explorer/explorer.h"
#include "common/lab/replace_file.h"
#include "common/lab/text.h"
#include "labs/ch38/explorations.h"

namespace {

struct Arguments {
  std::string name = "";
  std::string page = "";
  int columns = 80;
  bool brief = false;
};

absl::StatusOr<Arguments> Parse(const std::vector<std::string>& words) {
  Arguments arguments;
  for (const std::string& word : words) {
    absl::string_view value = word;
    if (absl::ConsumePrefix(&value, "--page=")) {
      arguments.page = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--columns=")) {
      if (!absl::SimpleAtoi(value, &arguments.columns) ||
          arguments.columns < 40) {
        return absl::InvalidArgumentError(
            absl::StrCat(word, ": columns are a whole number from 40 on"));
      }
    } else if (word == "--brief") {
      arguments.brief = true;
    } else if (absl::StartsWith(word, "-") || !arguments.name.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("what is \"", word,
                       "\"? One name, --page=FILE.html, --columns=N and "
                       "--brief are understood"));
    } else {
      arguments.name = word;
    }
  }
  return arguments;
}

void PrintNames() {
  for (const ch38::Exploration& exploration : ch38::Explorations()) {
    std::cout << absl::StrFormat("%-14s %s\n", exploration.name,
                                 exploration.what);
  }
}

// The steps of independent operations can come in any order and make no
// difference, so far fewer schedules are tried than there are.
void PrintProof(const explorer::Result& result) {
  std::cout << absl::StrFormat(
      "proved: nothing goes wrong in any schedule\n"
      "schedules tried: %d",
      result.executions());
  if (result.schedules() > static_cast<double>(result.executions())) {
    std::cout << absl::StrFormat(" (for about %.0f that there are)",
                                 result.schedules());
  }
  std::cout << "\n";
}

void PrintFinding(const explorer::Result& found, const explorer::Result& all,
                  bool brief) {
  if (brief) {
    std::cout << "found: " << ToString(found.finding().kind) << "\n";
  } else {
    std::cout << found.trace() << "\n";
  }
  std::cout << "schedules tried until it was found: " << found.executions()
            << "\n";
  if (all.executions() > 1) {
    std::cout << absl::StrFormat("of all %d schedules that differ, wrong: %d\n",
                                 all.executions(), all.failures());
  }
  if (!brief) {
    std::cout << "the same again: EXPLORER_REPLAY=" << found.token() << "\n";
  }
}

// A relative file counts from where the command was typed, under `bazel run`
// too.
int WritePage(const explorer::Result& result, const std::string& file) {
  if (!result.found()) {
    std::cerr << "no page: there is nothing to step through\n";
    return 1;
  }
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  const absl::Status status = lab::ReplaceFile(
      std::filesystem::path(folder == nullptr ? "" : folder) / file,
      result.page());
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}

int Explore(const ch38::Exploration& exploration, const Arguments& arguments) {
  std::cout << exploration.what << "\n\n";
  const explorer::Result result =
      ch38::ExploreUntilFound(exploration, arguments.columns);
  if (result.proved()) {
    PrintProof(result);
  } else if (result.found()) {
    PrintFinding(result, ch38::ExploreAll(exploration), arguments.brief);
  }
  if (arguments.brief) return 0;
  for (const std::string& note : result.notes()) {
    std::cout << "\n" << lab::Wrap(note, {.width = arguments.columns});
  }
  if (arguments.page.empty()) return 0;
  return WritePage(result, arguments.page);
}

}  // namespace

int main(int argc, char** argv) {
  const absl::StatusOr<Arguments> arguments =
      Parse(std::vector<std::string>(argv + 1, argv + argc));
  if (!arguments.ok()) {
    std::cerr << arguments.status().message() << "\n";
    return 2;
  }
  if (arguments->name.empty()) {
    PrintNames();
    return 0;
  }
  const ch38::Exploration* exploration = ch38::FindExploration(arguments->name);
  if (exploration == nullptr) {
    std::cerr << "there is no \"" << arguments->name
              << "\"; without a name this program lists them\n";
    return 2;
  }
  return Explore(*exploration, *arguments);
}
