// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/values.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace exercise {
namespace {

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppend(&quoted, "\\u00", absl::Hex(c, absl::kZeroPad2));
        } else {
          quoted += c;
        }
    }
  }
  return quoted + "\"";
}

struct Printer {
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(int64_t number) const { return absl::StrCat(number); }
  std::string operator()(const std::string& text) const { return Quoted(text); }
  std::string operator()(const std::vector<int64_t>& numbers) const {
    return absl::StrCat("[", absl::StrJoin(numbers, ", "), "]");
  }
  std::string operator()(const std::vector<std::string>& texts) const {
    const auto quote = [](std::string* out, const std::string& text) {
      *out += Quoted(text);
    };
    return absl::StrCat("[", absl::StrJoin(texts, ", ", quote), "]");
  }
};

template <typename T>
const T& MustFind(const Values& values, const std::string& name) {
  const T* value = values.Find<T>(name);
  CHECK(value != nullptr) << "no value \"" << name
                          << "\" of that type; there are: "
                          << values.ToString();
  return *value;
}

}  // namespace

bool Value::IsEmptyList() const {
  const auto* numbers = std::get_if<std::vector<int64_t>>(&variant_);
  const auto* texts = std::get_if<std::vector<std::string>>(&variant_);
  return (numbers != nullptr && numbers->empty()) ||
         (texts != nullptr && texts->empty());
}

std::string Value::ToString() const { return std::visit(Printer{}, variant_); }

bool Values::Bool(const std::string& name) const {
  return MustFind<bool>(*this, name);
}

int64_t Values::Int(const std::string& name) const {
  return MustFind<int64_t>(*this, name);
}

const std::string& Values::Text(const std::string& name) const {
  return MustFind<std::string>(*this, name);
}

const std::vector<int64_t>& Values::Ints(const std::string& name) const {
  return MustFind<std::vector<int64_t>>(*this, name);
}

const std::vector<std::string>& Values::Texts(const std::string& name) const {
  return MustFind<std::vector<std::string>>(*this, name);
}

const Value* Values::Find(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

std::string Values::ToString() const {
  return absl::StrJoin(values_, ", ", [](std::string* out, const auto& entry) {
    absl::StrAppend(out, entry.first, " = ", entry.second.ToString());
  });
}

}  // namespace exercise
