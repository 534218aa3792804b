// SPDX-License-Identifier: Apache-2.0
//
// Has many texts encrypted, each by a child of its own, all at once.
//
//   const std::vector<ch36::Secret> secrets = {
//       {.command = {"encrypt"}, .password = "rose", .text = a},
//       {.command = {"encrypt"}, .password = "lily", .text = b}};
//   for (const auto& result : ch36::EncryptAll(secrets)) {
//     if (result.ok()) Send(*result);
//   }
//
// Thread safety: any thread may call it.

#ifndef LABS_CH36_EXERCISES_3_MANY_ENCRYPT_ALL_H_
#define LABS_CH36_EXERCISES_3_MANY_ENCRYPT_ALL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ch36 {

struct Secret {
  // A program that reads a text, and writes it encrypted; and its arguments.
  std::vector<std::string> command = {};
  // The child finds it in its variable PASSWORD, beside all the variables that
  // this program has itself.
  std::string password = "";
  std::string text = "";
};

// Element i is what the command of secrets[i] wrote to its standard output. Or
// an error:
//   Aborted         the program failed; the message holds how it ended, and
//                   what it wrote to standard error
//   any other code  it could not be run: that of process::Subprocess::Start()
//
// No child waits for another one: each is started, gets its text and gets rid
// of its output whatever the others do or leave undone.
std::vector<absl::StatusOr<std::string>> EncryptAll(
    const std::vector<Secret>& secrets);

}  // namespace ch36

#endif  // LABS_CH36_EXERCISES_3_MANY_ENCRYPT_ALL_H_
