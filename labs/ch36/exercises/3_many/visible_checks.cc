// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

using Texts = std::vector<std::string>;

// What `child encrypt` makes of a text of small letters.
std::string Encrypted(std::string text, const std::string& password) {
  for (size_t i = 0; i < text.size(); ++i) {
    const int shift = password[i % password.size()] - 'a';
    text[i] = static_cast<char>('a' + (text[i] - 'a' + shift) % 26);
  }
  return text;
}

// Small texts, all encrypted by the same script.
struct Batch {
  Texts passwords = {};
  Texts texts = {};
  Texts encrypted = {};

  Batch(Random& random, int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      passwords.push_back(random.Word());
      texts.push_back(random.Word());
      encrypted.push_back(Encrypted(texts.back(), passwords.back()));
    }
  }

  Values Question(const std::string& program, const Texts& scripts) const {
    return {{"programs", Texts(texts.size(), program)},
            {"scripts", scripts},
            {"passwords", passwords},
            {"texts", texts},
            {"times", 1}};
  }
};

Outcome EachHasItsOwnPassword(Student& student, Random& random) {
  const Batch batch(random, random.Between(2, 4));
  return student
      .Ask("Encrypt",
           batch.Question(student.Program("CHILD"),
                          Texts(batch.texts.size(), "encrypt")),
           absl::StrCat("the texts ", absl::StrJoin(batch.texts, ", "),
                        " with the passwords ",
                        absl::StrJoin(batch.passwords, ", ")))
      .Expect({{"results", batch.encrypted}});
}

Outcome NoneWaitsForAnother(Student& student, Random& random) {
  const int64_t count = random.Between(3, 5);
  const Batch batch(random, count);
  return student
      .Ask("Encrypt",
           batch.Question(
               student.Program("CHILD"),
               Texts(count, absl::StrCat("encrypt + meet {FOLDER} ", count))),
           absl::StrCat(count, " children, each of which ends only when all ",
                        count, " have read all of their texts"))
      .Expect({{"results", batch.encrypted}});
}

Outcome AFailureSpoilsNoOther(Student& student, Random& random) {
  const int64_t count = random.Between(3, 5);
  Batch batch(random, count);
  const int64_t bad = random.Between(0, count - 1);
  batch.passwords[bad] = absl::StrCat(random.Between(10, 99));
  batch.encrypted[bad] = "ABORTED";
  return student
      .Ask("Encrypt",
           batch.Question(student.Program("CHILD"), Texts(count, "encrypt")),
           absl::StrCat("the passwords ", absl::StrJoin(batch.passwords, ", "),
                        ", of which the child refuses ", batch.passwords[bad],
                        " and ends with exit code 2"))
      .Expect({{"results", batch.encrypted}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "EachHasItsOwnPassword",
           .points = 20,
           .hint = 1,
           .run = EachHasItsOwnPassword},
          {.name = "NoneWaitsForAnother",
           .points = 25,
           .hint = 2,
           .run = NoneWaitsForAnother},
          {.name = "AFailureSpoilsNoOther",
           .points = 15,
           .hint = 1,
           .run = AFailureSpoilsNoOther}};
}

}  // namespace exercise
