// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/command.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/lab/text.h"

namespace lab_command {
namespace {

// ---- The table of subcommands

struct Flag {
  absl::string_view name;   // without the dashes
  absl::string_view value;  // "N"; empty: the flag takes none
  absl::string_view help;
};

struct Command {
  absl::string_view name;
  absl::string_view words;  // "[EXERCISE]"
  size_t min_words;
  size_t max_words;
  absl::string_view summary;  // for the list of all
  absl::string_view details;  // for its own help
  std::vector<Flag> flags;
  absl::StatusOr<int> (*run)(const Context& context, const Request& request);
};

constexpr size_t kAnyNumber = 1000;

const std::vector<Command>& Commands() {
  static const auto& commands = *new std::vector<Command>{
      {"doctor",
       "",
       0,
       0,
       "what is missing here, and the line that mends it",
       "Looks at the compiler, Bazel, the disk and the rest of what the labs "
       "use. What is optional is said to be. Changes nothing.",
       {},
       Doctor},
      {"status",
       "",
       0,
       0,
       "done, failing, not started; points; minutes",
       "Builds nothing: it reads what the last tests left. A result counts as "
       "long as your files are the ones that it tested.",
       {},
       Status},
      {"next",
       "",
       0,
       0,
       "what to do now: what to read, edit and run",
       "Picks what you have begun; then the first exercise that is not started "
       "and needs none that isn't done.",
       {},
       NextExercise},
      {"hint",
       "[EXERCISE]",
       0,
       1,
       "the next hint, one at a time",
       "Without EXERCISE: of the one that `next` names. It remembers which "
       "hints you have seen. Hints cost no points.",
       {{"level", "N", "this one again (1 is the gentlest)"}},
       Hint},
      {"watch",
       "[EXERCISE]",
       0,
       1,
       "tests an exercise whenever you save",
       "Without EXERCISE: the one that `next` names. Uses ibazel if it is "
       "there; if not, it looks at your files twice a second. Ctrl-C ends it.",
       {{"poll", "", "looks itself, even if ibazel is there"}},
       Watch},
      {"reset",
       "EXERCISE",
       1,
       1,
       "the files as they were handed out",
       "Keeps a copy of yours, and says where. Changes nothing if the copy "
       "can't be made.",
       {},
       Reset},
      {"submit",
       "[EXERCISE...]",
       0,
       kAnyNumber,
       "an archive to hand in",
       "Writes submission.tar with your files of the exercises named, or of "
       "all that you have begun, and a list of them. Nothing is sent anywhere.",
       {{"note", "TEXT", "for the staff, such as whom you worked with"}},
       Submit},
  };
  return commands;
}

const Command* FindCommand(absl::string_view name) {
  const std::vector<Command>& commands = Commands();
  const auto found = std::find_if(
      commands.begin(), commands.end(),
      [&](const Command& command) { return command.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

// ---- Help

std::string Heading(const Command& command) {
  return absl::StrCat(command.name, command.words.empty() ? "" : " ",
                      command.words);
}

std::string Help() {
  std::string help = absl::StrCat("Usage: ", CallOf("COMMAND"), "\n\n");
  for (const Command& command : Commands()) {
    absl::StrAppend(&help, absl::StrFormat("  %-22s %s\n", Heading(command),
                                           command.summary));
  }
  return absl::StrCat(
      help,
      "\nAn EXERCISE is called as in ch38/1.\n"
      "More of one: ",
      CallOf("COMMAND --help"),
      "\n"
      "Exit status: 0 done; 1 could not be done; 2 wrong command line.\n");
}

std::string HelpOf(const Command& command) {
  std::string help = absl::StrCat("Usage: ", CallOf(Heading(command)), "\n\n",
                                  lab::Wrap(command.details));
  for (const Flag& flag : command.flags) {
    const std::string name = absl::StrCat(
        "--", flag.name, flag.value.empty() ? "" : " ", flag.value);
    absl::StrAppend(
        &help, absl::StrFormat("%s  %-14s %s\n",
                               &flag == &command.flags[0] ? "\n" : "", name,
                               flag.help));
  }
  return help;
}

// ---- The command line

absl::Status TakeFlag(const Command& command,
                      absl::Span<const std::string> arguments, size_t& i,
                      Request& request) {
  absl::string_view name = arguments[i];
  absl::ConsumePrefix(&name, "--");
  const size_t equals = name.find('=');
  const bool has_value = equals != absl::string_view::npos;
  const absl::string_view value = has_value ? name.substr(equals + 1) : "";
  name = name.substr(0, equals);
  for (const Flag& flag : command.flags) {
    if (flag.name != name) continue;
    if (has_value && flag.value.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, " takes no value"));
    }
    std::string& stored = request.flags[std::string(name)];
    if (flag.value.empty() || has_value) {
      stored = std::string(value);
    } else if (i + 1 < arguments.size()) {
      stored = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat(
          "--", name, " needs a value: --", name, " ", flag.value));
    }
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(command.name, " has no flag --", name));
}

absl::StatusOr<Request> Parse(const Command& command,
                              absl::Span<const std::string> arguments) {
  Request request;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (absl::StartsWith(arguments[i], "--")) {
      absl::Status status = TakeFlag(command, arguments, i, request);
      if (!status.ok()) return status;
    } else {
      request.words.push_back(arguments[i]);
    }
  }
  if (request.words.size() < command.min_words) {
    return absl::InvalidArgumentError(
        absl::StrCat(command.name, " needs to know which ", command.words));
  }
  if (request.words.size() > command.max_words) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", request.words[command.max_words],
                     "' is one word too many for ", Heading(command)));
  }
  return request;
}

int WrongCommandLine(const Context& context, absl::string_view what,
                     absl::string_view help) {
  context.error << "lab: " << what << "\n" << help;
  return 2;
}

bool AsksForHelp(absl::string_view word) {
  return word == "help" || word == "--help" || word == "-h";
}

int Run(const Command& command, absl::Span<const std::string> arguments,
        const Context& context) {
  for (const std::string& argument : arguments) {
    if (argument != "--help" && argument != "-h") continue;
    context.out << HelpOf(command);
    return 0;
  }
  absl::StatusOr<Request> request = Parse(command, arguments);
  if (!request.ok()) {
    return WrongCommandLine(context, request.status().message(),
                            absl::StrCat("\n", HelpOf(command)));
  }
  absl::StatusOr<int> status = command.run(context, *request);
  if (status.ok()) return *status;
  context.error << lab::Wrap(absl::StrCat("lab: ", status.status().message()));
  return 1;
}

}  // namespace

std::string CallOf(absl::string_view arguments) {
  return absl::StrCat("bazel run //tools:lab -- ", arguments);
}

int RunCommand(const std::vector<std::string>& arguments,
               const Context& context) {
  if (arguments.empty()) {
    context.out << Help();
    return 0;
  }
  if (AsksForHelp(arguments[0])) {
    const Command* asked =
        arguments.size() > 1 ? FindCommand(arguments[1]) : nullptr;
    context.out << (asked == nullptr ? Help() : HelpOf(*asked));
    return 0;
  }
  const Command* command = FindCommand(arguments[0]);
  if (command == nullptr) {
    return WrongCommandLine(
        context, absl::StrCat("there is no command '", arguments[0], "'"),
        absl::StrCat("\n", Help()));
  }
  return Run(*command, absl::MakeSpan(arguments).subspan(1), context);
}

}  // namespace lab_command
