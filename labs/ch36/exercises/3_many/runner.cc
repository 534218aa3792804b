// SPDX-License-Identifier: Apache-2.0
//
// Calls EncryptAll() as the checks ask, and says what came.

#include "common/exercise/runner.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/exercise/values.h"
#include "common/lab/temp_directory.h"
#include "common/process/environment.h"
#include "labs/ch36/exercises/3_many/encrypt_all.h"

namespace {

using ::exercise::Values;

using Results = std::vector<absl::StatusOr<std::string>>;

// Text i is texts[i], `times` times. Its command is the program with the words
// of scripts[i]; {FOLDER} in them is a folder that is empty at first.
Results EncryptAsAsked(const Values& ask) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  CHECK_OK(folder.status());
  const std::vector<std::string>& programs = ask.Texts("programs");
  std::vector<ch36::Secret> secrets(programs.size());
  for (size_t i = 0; i < programs.size(); ++i) {
    secrets[i].command = {programs[i]};
    for (absl::string_view word :
         absl::StrSplit(ask.Texts("scripts")[i], ' ')) {
      secrets[i].command.push_back(
          absl::StrReplaceAll(word, {{"{FOLDER}", folder->path().string()}}));
    }
    secrets[i].password = ask.Texts("passwords")[i];
    for (int64_t j = 0; j < ask.Int("times"); ++j) {
      secrets[i].text += ask.Texts("texts")[i];
    }
  }
  return ch36::EncryptAll(secrets);
}

// Of each result the end of the text and its size, or the error's name and
// message.
Values Encrypt(const Values& ask) {
  std::vector<std::string> results;
  std::vector<int64_t> bytes;
  std::vector<std::string> messages;
  for (const absl::StatusOr<std::string>& result : EncryptAsAsked(ask)) {
    const std::string text =
        result.ok() ? *result
                    : absl::StatusCodeToString(result.status().code());
    results.push_back(text.size() > 20 ? text.substr(text.size() - 20) : text);
    bytes.push_back(result.ok() ? static_cast<int64_t>(text.size()) : 0);
    messages.emplace_back(result.status().message());
  }
  return {{"results", results}, {"bytes", bytes}, {"messages", messages}};
}

// The child writes its variables, a NUL byte after each.
Values Variables(const Values& ask) {
  const Results results = EncryptAsAsked(ask);
  process::Environment childs;
  for (const absl::StatusOr<std::string>& result : results) {
    if (!result.ok()) return {{"error", result.status().ToString()}};
    for (absl::string_view entry :
         absl::StrSplit(*result, '\0', absl::SkipEmpty())) {
      childs.insert(absl::StrSplit(entry, absl::MaxSplits('=', 1)));
    }
  }
  int64_t lost = 0;
  for (const auto& [name, value] : process::CurrentEnvironment()) {
    if (!process::FindVariable(childs, name).has_value()) ++lost;
  }
  return {{"error", ""},
          {"password", process::FindVariable(childs, "PASSWORD").value_or("")},
          {"lost_variables", lost}};
}

}  // namespace

int main() {
  return exercise::AnswerQuestions(
      {{"Encrypt", Encrypt}, {"Variables", Variables}});
}
