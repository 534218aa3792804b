// SPDX-License-Identifier: Apache-2.0
//
// Named values: what a question asks with, and what an answer gives.
//
//   exercise::Values arguments = {{"sensors", 2}, {"word", "blue"}};
//   arguments.Int("sensors");                     // 2
//
// A value is a whole number, true or false, text, or a list of numbers or of
// texts. Text is UTF-8; other bytes arrive as U+FFFD.
//
// Int(), Text() and the like are for what must be there: the program ends with
// a message if it is not. For what a stranger sent, use Find().
//
// Thread safety: values.

#ifndef COMMON_EXERCISE_VALUES_H_
#define COMMON_EXERCISE_VALUES_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace exercise {

namespace internal {
// Made before the program runs: an explored one would see it being made.
template <typename List>
inline constinit const List kNone = {};
}  // namespace internal

class Value {
 public:
  using Variant = std::variant<bool, int64_t, std::string, std::vector<int64_t>,
                               std::vector<std::string>>;

  template <std::integral Number>
  Value(Number number) : variant_(static_cast<int64_t>(number)) {}  // NOLINT
  Value(bool truth) : variant_(truth) {}                            // NOLINT
  Value(const char* text)                                           // NOLINT
      : variant_(std::string(text)) {}
  Value(std::string text) : variant_(std::move(text)) {}  // NOLINT
  Value(std::vector<int64_t> numbers)                     // NOLINT
      : variant_(std::move(numbers)) {}
  Value(std::vector<std::string> texts)  // NOLINT
      : variant_(std::move(texts)) {}

  const Variant& variant() const { return variant_; }

  // The wire does not tell of what an empty list has none; so all are the same,
  // and such a one is found as either.
  bool IsEmptyList() const;

  // As JSON writes it: 2, true, "blue", [1, 2].
  std::string ToString() const;

  friend bool operator==(const Value& a, const Value& b) {
    return a.variant_ == b.variant_ || (a.IsEmptyList() && b.IsEmptyList());
  }

 private:
  Variant variant_;
};

class Values {
 public:
  Values() = default;
  Values(std::initializer_list<std::pair<const std::string, Value>> values)
      : values_(values) {}

  void Set(const std::string& name, Value value) {
    values_.insert_or_assign(name, std::move(value));
  }

  // Of what must be there, in that type.
  bool Bool(const std::string& name) const;
  int64_t Int(const std::string& name) const;
  const std::string& Text(const std::string& name) const;
  const std::vector<int64_t>& Ints(const std::string& name) const;
  const std::vector<std::string>& Texts(const std::string& name) const;

  // nullptr if there is no such value.
  const Value* Find(const std::string& name) const;
  // ... or if it is of another type than T, one of Value::Variant.
  template <typename T>
  const T* Find(const std::string& name) const {
    const Value* value = Find(name);
    if (value == nullptr) return nullptr;
    if constexpr (std::is_same_v<T, std::vector<int64_t>> ||
                  std::is_same_v<T, std::vector<std::string>>) {
      if (value->IsEmptyList()) return &internal::kNone<T>;
    }
    return std::get_if<T>(&value->variant());
  }

  const std::map<std::string, Value>& all() const { return values_; }

  // "readings = 3, sensors = 2", in the order of the names.
  std::string ToString() const;

  friend bool operator==(const Values&, const Values&) = default;

 private:
  std::map<std::string, Value> values_;
};

}  // namespace exercise

#endif  // COMMON_EXERCISE_VALUES_H_
