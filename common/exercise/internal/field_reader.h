// SPDX-License-Identifier: Apache-2.0
//
// Takes typed fields out of a JSON object, and remembers what is wrong first.
//
//   FieldReader reader(json, "result: ");
//   reader.Text("exercise", result.exercise);
//   reader.Number("points", result.points);
//   if (!reader.status().ok()) return reader.status();
//
// Thread safety: one thread at a time.
// Errors: status() is InvalidArgument and names the field.

#ifndef COMMON_EXERCISE_INTERNAL_FIELD_READER_H_
#define COMMON_EXERCISE_INTERNAL_FIELD_READER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace exercise::internal {

class FieldReader {
 public:
  // `object` must outlive this. Messages begin with `path`.
  FieldReader(const nlohmann::json& object, std::string path)
      : object_(object), path_(std::move(path)) {}

  // Each sets `value`, or status(), and then leaves `value` alone.
  void Text(const char* name, std::string& value);
  void Texts(const char* name, std::vector<std::string>& value);
  void Bool(const char* name, bool& value);
  void Number(const char* name, int& value);  // 32 bits
  void Unsigned(const char* name, uint64_t& value);

  void Complain(const char* name, absl::string_view what);
  const absl::Status& status() const { return status_; }

 private:
  // nullptr, and a complaint, if there is none.
  const nlohmann::json* Find(const char* name);

  const nlohmann::json& object_;
  const std::string path_;
  absl::Status status_;
};

}  // namespace exercise::internal

#endif  // COMMON_EXERCISE_INTERNAL_FIELD_READER_H_
