// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/pipe_text.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/pipe.h"

namespace testing_util {

absl::StatusOr<std::string> ReadLine(process::PipeReader& reader) {
  std::string line;
  while (true) {
    const absl::StatusOr<std::string> byte = reader.Read(/*max=*/1);
    if (!byte.ok()) return byte.status();
    if (byte->empty()) {
      return absl::OutOfRangeError(
          absl::StrCat("the end, after \"", line, "\""));
    }
    if (*byte == "\n") return line;
    line += *byte;
  }
}

absl::StatusOr<std::string> ReadToEnd(process::PipeReader& reader) {
  std::string text;
  while (true) {
    const absl::StatusOr<std::string> bytes = reader.Read();
    if (!bytes.ok()) return bytes.status();
    if (bytes->empty()) return text;
    text += *bytes;
  }
}

}  // namespace testing_util
