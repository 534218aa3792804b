// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/internal/field_reader.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace exercise::internal {

void FieldReader::Text(const char* name, std::string& value) {
  const nlohmann::json* field = Find(name);
  if (field == nullptr) return;
  if (!field->is_string()) return Complain(name, "is no text");
  value = field->get<std::string>();
}

void FieldReader::Texts(const char* name, std::vector<std::string>& value) {
  const nlohmann::json* field = Find(name);
  if (field == nullptr) return;
  if (!field->is_array()) return Complain(name, "is no list");
  std::vector<std::string> texts;
  for (const nlohmann::json& element : *field) {
    if (!element.is_string()) return Complain(name, "is no list of texts");
    texts.push_back(element.get<std::string>());
  }
  value = texts;
}

void FieldReader::Bool(const char* name, bool& value) {
  const nlohmann::json* field = Find(name);
  if (field == nullptr) return;
  if (!field->is_boolean()) return Complain(name, "is not true or false");
  value = field->get<bool>();
}

void FieldReader::Number(const char* name, int& value) {
  const nlohmann::json* field = Find(name);
  if (field == nullptr) return;
  if (!field->is_number_integer() || *field < INT32_MIN || *field > INT32_MAX) {
    return Complain(name, "is no whole number of 32 bits");
  }
  value = field->get<int>();
}

void FieldReader::Unsigned(const char* name, uint64_t& value) {
  const nlohmann::json* field = Find(name);
  if (field == nullptr) return;
  if (!field->is_number_unsigned()) {
    return Complain(name, "is no whole number from 0 on");
  }
  value = field->get<uint64_t>();
}

void FieldReader::Complain(const char* name, absl::string_view what) {
  status_.Update(
      absl::InvalidArgumentError(absl::StrCat(path_, name, ": ", what)));
}

const nlohmann::json* FieldReader::Find(const char* name) {
  if (!object_.is_object()) {
    Complain("", "is no object");
    return nullptr;
  }
  const auto found = object_.find(name);
  if (found == object_.end()) {
    Complain(name, "is missing");
    return nullptr;
  }
  return &*found;
}

}  // namespace exercise::internal
