// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/process/newlines.h"

namespace grade {
namespace {

using std::literals::string_view_literals::operator""sv;

void AppendUtf8(char32_t code, std::string& text) {
  const auto byte = [&](char32_t bits) {
    text.push_back(static_cast<char>(bits));
  };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

// `high` and `low`: where in each pair of bytes they stand.
std::optional<std::string> FromUtf16(absl::string_view bytes, size_t high,
                                     size_t low) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](size_t i) {
    return static_cast<char32_t>((static_cast<uint8_t>(bytes[i + high]) << 8) |
                                 static_cast<uint8_t>(bytes[i + low]));
  };
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 2) {
    char32_t code = unit(i);
    if (code >= 0xDC00 && code < 0xE000) return std::nullopt;
    if (code >= 0xD800 && code < 0xDC00) {
      i += 2;
      if (i >= bytes.size()) return std::nullopt;
      const char32_t second = unit(i);
      if (second < 0xDC00 || second >= 0xE000) return std::nullopt;
      code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
    }
    AppendUtf8(code, text);
  }
  return text;
}

}  // namespace

bool IsBinary(absl::string_view bytes) {
  constexpr std::array<absl::string_view, 5> kBeginnings = {
      "\x7f"
      "ELF"sv,
      "!<arch>"sv, "!<thin>"sv, "MZ\x90"sv, "\xcf\xfa\xed\xfe"sv};
  for (absl::string_view beginning : kBeginnings) {
    if (absl::StartsWith(bytes, beginning)) return true;
  }
  return false;
}

absl::StatusOr<std::string> PlainText(absl::string_view bytes) {
  std::string text;
  if (absl::ConsumePrefix(&bytes, "\xff\xfe"sv) ||
      absl::StartsWith(bytes, "\xfe\xff"sv)) {
    const bool big = absl::ConsumePrefix(&bytes, "\xfe\xff"sv);
    std::optional<std::string> decoded =
        FromUtf16(bytes, big ? 0 : 1, big ? 1 : 0);
    if (!decoded.has_value()) {
      return absl::InvalidArgumentError("it is broken UTF-16");
    }
    text = *std::move(decoded);
  } else {
    absl::ConsumePrefix(&bytes, "\xef\xbb\xbf"sv);
    text = std::string(bytes);
  }
  if (IsBinary(text) || absl::StrContains(text, "\0"sv)) {
    return absl::InvalidArgumentError("it is a binary file, not text");
  }
  process::NewlineTranslator translate;
  text = std::string(translate(text));
  if (!text.empty() && text.back() != '\n') text.push_back('\n');
  return text;
}

}  // namespace grade
