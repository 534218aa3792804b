// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/runner.h"

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/exercise/internal/channel.h"
#include "common/exercise/wire.h"

namespace exercise {
namespace {

constexpr int kUsageError = 64;

using Functions = std::vector<std::pair<std::string, AnswerFunction>>;

const AnswerFunction* FindFunction(const Functions& functions,
                                   const std::string& name) {
  for (const auto& [its_name, function] : functions) {
    if (its_name == name) return &function;
  }
  std::cerr << "runner: nothing answers to \"" << name << "\"\n";
  return nullptr;
}

}  // namespace

int AnswerQuestions(const Functions& functions) {
  internal::Channel channel = internal::Channel::TakeStandardStreams();
  while (std::optional<std::string> line = channel.ReadLine()) {
    absl::StatusOr<Question> question = DecodeQuestion(*line);
    if (!question.ok()) {
      std::cerr << "runner: " << question.status().message() << "\n";
      return kUsageError;
    }
    const AnswerFunction* function = FindFunction(functions, question->name);
    if (function == nullptr) return kUsageError;
    channel.Write(
        EncodeAnswer(question->nonce, (*function)(question->arguments)));
  }
  return 0;
}

}  // namespace exercise
