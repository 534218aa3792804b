// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/quote_oracles.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/process/fuzz/cmd_model.h"
#include "common/process/fuzz/posix_splitter.h"
#include "common/process/fuzz/windows_splitter.h"
#include "common/process/quote_batch.h"
#include "common/process/quote_posix.h"
#include "common/process/quote_windows.h"

namespace process {
namespace {

// Put together, so that nothing in one argument looks like two.
std::string Show(absl::Span<const std::string> args) {
  return absl::StrJoin(args, " ", [](std::string* out, const std::string& arg) {
    absl::StrAppend(out, "[", absl::CEscape(arg), "]");
  });
}

absl::Status Broken(absl::string_view property,
                    absl::Span<const std::string> args,
                    absl::string_view line) {
  return absl::InternalError(
      absl::StrCat(property, ": ", Show(args), " gave ", absl::CEscape(line)));
}

bool AnyHolds(absl::Span<const std::string> args, absl::string_view bytes) {
  return std::any_of(args.begin(), args.end(), [&](absl::string_view arg) {
    return arg.find_first_of(bytes) != absl::string_view::npos;
  });
}

constexpr absl::string_view kNul("\0", 1);

// An input is refused when it has to be, by InvalidArgument, and only then.
absl::Status CheckRefusal(const absl::StatusOr<std::string>& line,
                          bool must_refuse,
                          absl::Span<const std::string> args) {
  const absl::StatusCode expected =
      must_refuse ? absl::StatusCode::kInvalidArgument : absl::StatusCode::kOk;
  if (line.status().code() == expected) return absl::OkStatus();
  return Broken(must_refuse ? "must refuse" : "must not refuse", args,
                line.ok() ? *line : line.status().ToString());
}

// ---- Batch files, step by step as cmd.exe reads the line
// ---------------------

constexpr absl::string_view kCmd = "cmd.exe /e:ON /v:OFF /d /c ";
constexpr size_t kLongestCmdLine = 8191;

bool MustRefuseBatch(absl::string_view opened,
                     absl::Span<const std::string> args) {
  const std::string lower = absl::AsciiStrToLower(opened);
  const bool is_batch =
      absl::EndsWith(lower, ".bat") || absl::EndsWith(lower, ".cmd");
  constexpr absl::string_view kNoPath("\"*?<>|\0\r\n\x1a", 10);
  constexpr absl::string_view kNoArgument("\0\r\n\x1a", 4);
  return !is_batch || AnyHolds({std::string(opened)}, kNoPath) ||
         AnyHolds(args, kNoArgument);
}

// A percent sign takes eight bytes, an argument two quotes and a blank.
size_t LongestLine(absl::string_view script,
                   absl::Span<const std::string> args) {
  size_t longest = kCmd.size() + 4 + 8 * script.size();
  for (const std::string& arg : args) longest += 3 + 8 * arg.size();
  return longest;
}

// The command that is left when cmd.exe has read its own options and quotes and
// has expanded variables, whatever they hold.
absl::StatusOr<std::string> ExpandedCommand(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kCmd)) {
    return absl::InternalError("starts with other options");
  }
  absl::StatusOr<std::string> command = OuterQuotesOff(line);
  if (!command.ok()) return command;
  return ExpandVariables(*command, "\"&injected&\"");
}

// Between the words, outside quotes, cmd.exe must find nothing of its own.
absl::Status CheckOutsideQuotes(absl::string_view command) {
  absl::StatusOr<std::string> outside = OutsideQuotes(command);
  if (!outside.ok()) return outside.status();
  const size_t special = outside->find_first_of("&|<>^()%!,;=\t\v\f\r\n");
  if (special == std::string::npos) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("outside quotes stands ", outside->substr(special)));
}

std::vector<std::string> ModernSplit(absl::string_view line) {
  return SplitWindows(line, PairOfQuotes::kStaysInQuotes);
}

// A program that a batch file starts with "%~1" gets the argument.
absl::Status CheckTilde(absl::string_view token, const std::string& arg) {
  const std::string line = absl::StrCat("p \"", WithoutQuotes(token), "\"");
  if (absl::Status status = CheckOutsideQuotes(line); !status.ok()) {
    return status;
  }
  return ModernSplit(line) == std::vector<std::string>{"p", arg}
             ? absl::OkStatus()
             : absl::InternalError("\"%~1\" is another argument");
}

absl::Status CheckBatchLine(absl::string_view opened,
                            absl::Span<const std::string> args,
                            absl::string_view line) {
  absl::StatusOr<std::string> command = ExpandedCommand(line);
  if (!command.ok()) return command.status();
  if (absl::Status status = CheckOutsideQuotes(*command); !status.ok()) {
    return status;
  }
  const std::vector<std::string> tokens = SplitBatchArguments(*command);
  if (tokens.size() != 1 + args.size()) {
    return absl::InternalError("the batch file gets more or fewer arguments");
  }
  if (tokens[0] != absl::StrCat("\"", opened, "\"")) {
    return absl::InternalError("another file runs");
  }
  for (size_t i = 0; i < args.size(); ++i) {
    absl::Status status = CheckTilde(tokens[i + 1], args[i]);
    if (!status.ok()) return status;
  }
  // %* is what stands behind the batch file's name.
  std::vector<std::string> expected = {"p"};
  expected.insert(expected.end(), args.begin(), args.end());
  return ModernSplit(absl::StrCat("p", command->substr(tokens[0].size()))) ==
                 expected
             ? absl::OkStatus()
             : absl::InternalError("%* is other arguments");
}

}  // namespace

absl::Status CheckQuotePosix(absl::Span<const std::string> args) {
  const absl::StatusOr<std::string> line = QuotePosix(args);
  absl::Status refusal = CheckRefusal(line, AnyHolds(args, kNul), args);
  if (!refusal.ok() || !line.ok()) return refusal;
  const absl::StatusOr<std::vector<std::string>> words = SplitPosix(*line);
  if (!words.ok()) return Broken(words.status().message(), args, *line);
  if (absl::MakeSpan(*words) != args) return Broken("other words", args, *line);
  return absl::OkStatus();
}

absl::Status CheckQuoteWindows(absl::Span<const std::string> args) {
  const absl::StatusOr<std::string> line = QuoteWindows(args);
  const bool must_refuse =
      AnyHolds(args, kNul) || AnyHolds(args.subspan(0, 1), "\"");
  absl::Status refusal = CheckRefusal(line, must_refuse, args);
  if (!refusal.ok() || !line.ok()) return refusal;
  if (args.empty()) {
    return line->empty() ? absl::OkStatus() : Broken("not empty", args, *line);
  }
  for (const PairOfQuotes pair :
       {PairOfQuotes::kStaysInQuotes, PairOfQuotes::kEndsQuotes}) {
    if (SplitWindows(*line, pair) != args) {
      return Broken("other arguments", args, *line);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckQuoteBatch(absl::string_view script,
                             absl::Span<const std::string> args) {
  // Windows overlooks dots and blanks behind a name.
  const absl::string_view opened =
      script.substr(0, script.find_last_not_of(" .") + 1);
  const absl::StatusOr<std::string> line = QuoteBatch(script, args);
  const bool must_refuse = MustRefuseBatch(opened, args);
  if (!line.ok() && LongestLine(script, args) > kLongestCmdLine) {
    return absl::OkStatus();
  }
  std::vector<std::string> shown = {std::string(script)};
  shown.insert(shown.end(), args.begin(), args.end());
  absl::Status refusal = CheckRefusal(line, must_refuse, shown);
  if (!refusal.ok() || !line.ok()) return refusal;
  if (!IsBatchFile(script)) return Broken("is a batch file", shown, *line);
  absl::Status status = CheckBatchLine(opened, args, *line);
  return status.ok() ? status : Broken(status.message(), shown, *line);
}

}  // namespace process
