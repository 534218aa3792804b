// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/policy.h"

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace grade {
namespace {

// ---- Words ------------------------------------------------------------------

struct Rule {
  absl::string_view beginning;  // of a word
  absl::string_view why;
};

constexpr absl::string_view kBlinds = "it would blind the tools that judge";
constexpr absl::string_view kAssembler = "no assembler in students' code";

constexpr std::array<Rule, 15> kForbiddenWords = {{
    {"__tsan_", kBlinds},
    {"__asan_", kBlinds},
    {"__lsan_", kBlinds},
    {"__msan_", kBlinds},
    {"__ubsan_", kBlinds},
    {"__sanitizer_", kBlinds},
    {"__explorer_", kBlinds},
    {"AnnotateBenignRace", kBlinds},
    {"AnnotateIgnore", kBlinds},
    {"ABSL_NO_THREAD_SAFETY_ANALYSIS", kBlinds},
    {"ABSL_ATTRIBUTE_NO_SANITIZE", kBlinds},
    {"no_thread_safety_analysis", kBlinds},
    {"no_sanitize", kBlinds},
    {"disable_sanitizer_instrumentation", kBlinds},
    {"__no_sanitize", kBlinds},
}};

const std::set<absl::string_view>& AssemblerWords() {
  static const auto* const words =
      new std::set<absl::string_view>({"asm", "__asm", "__asm__"});
  return *words;
}

// Attributes that change what is compiled or linked, and not only warnings.
const std::set<absl::string_view>& ForbiddenAttributes() {
  static const auto* const words = new std::set<absl::string_view>(
      {"optimize", "target", "target_clones", "weak", "weakref", "alias",
       "ifunc", "section", "naked", "symver", "visibility",
       "no_instrument_function", "no_profile_instrument_function"});
  return *words;
}

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// "__optimize__" is another way to write "optimize".
absl::string_view Bare(absl::string_view word) {
  absl::ConsumePrefix(&word, "__");
  absl::ConsumeSuffix(&word, "__");
  return word;
}

std::optional<std::string> ForbiddenWord(absl::string_view word) {
  if (AssemblerWords().contains(word)) {
    return absl::StrCat(word, ": ", kAssembler);
  }
  for (const Rule& rule : kForbiddenWords) {
    if (absl::StartsWith(word, rule.beginning)) {
      return absl::StrCat(word, ": ", rule.why);
    }
  }
  return std::nullopt;
}

// Walks over C++ text, in which comments are gone, word by word.
class Words {
 public:
  // Where it was within an attribute is remembered from line to line.
  void Scan(absl::string_view line, const std::string& where,
            std::vector<Finding>& findings) {
    for (size_t i = 0; i < line.size();) {
      if (in_raw_string_) {
        const size_t end = line.find(raw_end_, i);
        if (end == absl::string_view::npos) return;
        in_raw_string_ = false;
        i = end + raw_end_.size();
      } else if (line[i] == '"' || line[i] == '\'') {
        i = SkipLiteral(line, i);
      } else if (IsWordCharacter(line[i])) {
        size_t end = i;
        while (end < line.size() && IsWordCharacter(line[end])) ++end;
        Take(line.substr(i, end - i), where, findings);
        i = end;
      } else {
        TakeMark(line, i);
        ++i;
      }
    }
  }

 private:
  // From a quote to behind its end. Digit separators have no end on their line.
  size_t SkipLiteral(absl::string_view line, size_t begin) {
    const char quote = line[begin];
    if (quote == '"' && absl::EndsWith(last_, "R")) {
      const size_t open = line.find('(', begin);
      if (open == absl::string_view::npos) return line.size();
      raw_end_ =
          absl::StrCat(")", line.substr(begin + 1, open - begin - 1), "\"");
      in_raw_string_ = true;
      return open + 1;
    }
    if (quote == '\'' && begin > 0 &&
        absl::ascii_isxdigit(static_cast<unsigned char>(line[begin - 1])) &&
        number_) {
      return begin + 1;
    }
    for (size_t i = begin + 1; i < line.size(); ++i) {
      if (line[i] == '\\') {
        ++i;
      } else if (line[i] == quote) {
        return i + 1;
      }
    }
    return line.size();
  }

  void Take(absl::string_view word, const std::string& where,
            std::vector<Finding>& findings) {
    last_ = std::string(word);
    number_ = absl::ascii_isdigit(static_cast<unsigned char>(word[0]));
    if (word == "__attribute__" || word == "__attribute" ||
        word == "__declspec") {
      attribute_ = Attribute::kAwaited;
      return;
    }
    if (auto what = ForbiddenWord(word)) {
      findings.push_back({where, *std::move(what)});
    } else if (attribute_ == Attribute::kInside &&
               ForbiddenAttributes().contains(Bare(word))) {
      findings.push_back(
          {where, absl::StrCat("the attribute ", word, ": ", kBlinds)});
    }
  }

  void TakeMark(absl::string_view line, size_t i) {
    const char c = line[i];
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) {
      last_.clear();
      number_ = false;
    }
    if (c == '(' && attribute_ != Attribute::kNone) {
      attribute_ = Attribute::kInside;
      ++depth_;
    } else if (c == '[' && i + 1 < line.size() && line[i + 1] == '[') {
      attribute_ = Attribute::kInside;
    } else if ((c == ')' && attribute_ != Attribute::kNone && depth_ > 0 &&
                --depth_ == 0) ||
               (c == ']' && depth_ == 0)) {
      attribute_ = Attribute::kNone;
    }
  }

  enum class Attribute { kNone, kAwaited, kInside };

  Attribute attribute_ = Attribute::kNone;
  int depth_ = 0;
  bool in_raw_string_ = false;
  std::string raw_end_;
  std::string last_;  // the word before this place, if nothing is between
  bool number_ = false;
};

// ---- Directives -------------------------------------------------------------

// Comments become a space each, lines that go on become one; newlines stay
// countable by the line numbers that come along.
struct Line {
  int number = 0;
  std::string text = "";
};

std::vector<Line> LogicalLines(absl::string_view text) {
  std::vector<Line> lines;
  Line line = {.number = 1};
  int number = 1;
  enum { kCode, kBlock, kLineComment, kString, kCharacter } state = kCode;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\' && next == '\n') {
      ++number;
      ++i;
      continue;
    }
    if (c == '\n') {
      ++number;
      if (state == kBlock) {
        line.text.push_back(' ');
        continue;
      }
      state = kCode;
      lines.push_back(std::exchange(line, {.number = number}));
      continue;
    }
    switch (state) {
      case kCode:
        if (c == '/' && next == '*') {
          state = kBlock;
          ++i;
          line.text.push_back(' ');
        } else if (c == '/' && next == '/') {
          state = kLineComment;
        } else {
          if (c == '"') state = kString;
          if (c == '\'') state = kCharacter;
          line.text.push_back(c);
        }
        break;
      case kBlock:
        if (c == '*' && next == '/') {
          state = kCode;
          ++i;
        }
        break;
      case kLineComment:
        break;
      case kString:
      case kCharacter:
        line.text.push_back(c);
        if (c == '\\' && next != '\0') {
          line.text.push_back(next);
          ++i;
        } else if (c == (state == kString ? '"' : '\'')) {
          state = kCode;
        }
        break;
    }
  }
  lines.push_back(std::move(line));
  return lines;
}

// The directive's words, without its mark; nothing if the line is none.
std::optional<absl::string_view> Directive(absl::string_view line) {
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "#") && !absl::ConsumePrefix(&line, "%:") &&
      !absl::ConsumePrefix(&line, "\?\?=")) {
    return std::nullopt;
  }
  return absl::StripAsciiWhitespace(line);
}

std::optional<std::string> ForbiddenDirective(absl::string_view directive) {
  if (directive.empty()) return std::nullopt;
  if (absl::ascii_isdigit(static_cast<unsigned char>(directive[0])) ||
      (absl::ConsumePrefix(&directive, "line") &&
       !absl::StartsWith(directive, "_"))) {
    return "#line: messages would name another file";
  }
  if (!absl::ConsumePrefix(&directive, "pragma")) return std::nullopt;
  const std::vector<absl::string_view> words =
      absl::StrSplit(directive, absl::ByAnyChar(" \t("), absl::SkipEmpty());
  if (words.size() < 2 ||
      (words[0] != "GCC" && words[0] != "clang" && words[0] != "message")) {
    return std::nullopt;
  }
  static const auto* const kHarmless = new std::set<absl::string_view>(
      {"unroll", "ivdep", "warning", "error", "loop"});
  if (kHarmless->contains(words[1])) return std::nullopt;
  return absl::StrCat("#pragma ", words[0], " ", words[1], ": ", kBlinds);
}

// ---- Symbols ----------------------------------------------------------------

struct Symbol {
  absl::string_view name;
  char type = '?';
};

std::vector<Symbol> Symbols(absl::string_view listing) {
  std::vector<Symbol> symbols;
  for (absl::string_view line : absl::StrSplit(listing, '\n')) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, ' ', absl::SkipWhitespace());
    if (words.size() < 2 || words[1].size() != 1) continue;
    symbols.push_back({words[0], words[1][0]});
  }
  return symbols;
}

bool IsStrong(char type) { return absl::StrContains("TDBRGSACN", type); }

// operator new and delete, and what is in namespace std.
bool IsOfTheLanguage(absl::string_view name) {
  for (absl::string_view beginning :
       {"_Znw", "_Zna", "_Zdl", "_Zda", "_ZSt", "_ZNSt", "_ZNKSt",
        "_ZN10__cxxabiv1", "_ZN9__gnu_cxx"}) {
    if (absl::StartsWith(name, beginning)) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> ScanSource(absl::string_view text,
                                absl::string_view file) {
  std::vector<Finding> findings;
  for (const Line& line : LogicalLines(text)) {
    const std::string where = absl::StrCat(file, ":", line.number);
    if (const auto directive = Directive(line.text)) {
      if (auto what = ForbiddenDirective(*directive)) {
        findings.push_back({where, *std::move(what)});
      }
    }
    // These two leave nothing behind with some compilers.
    for (const char* word :
         {"ABSL_NO_THREAD_SAFETY_ANALYSIS", "ABSL_ATTRIBUTE_NO_SANITIZE"}) {
      if (absl::StrContains(line.text, word)) {
        findings.push_back({where, absl::StrCat(word, ": ", kBlinds)});
      }
    }
  }
  return findings;
}

std::vector<Finding> ScanPreprocessed(absl::string_view text,
                                      absl::string_view student) {
  std::vector<Finding> findings;
  Words words;
  std::string file;
  int number = 0;
  bool theirs = false;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "# ")) {
      const std::vector<std::string> parts =
          absl::StrSplit(line.substr(2), absl::MaxSplits(' ', 1));
      if (parts.size() == 2 && absl::SimpleAtoi(parts[0], &number)) {
        const size_t end = parts[1].rfind('"');
        file = end > 1 && end != std::string::npos ? parts[1].substr(1, end - 1)
                                                   : "";
        theirs = absl::StartsWith(file, student);
        continue;
      }
    }
    if (theirs) {
      const std::string where = absl::StrCat(file, ":", number);
      if (const auto directive = Directive(line)) {
        if (auto what = ForbiddenDirective(*directive)) {
          findings.push_back({where, *std::move(what)});
        }
      } else {
        words.Scan(line, where, findings);
      }
    }
    ++number;
  }
  return findings;
}

std::vector<Finding> ScanSymbols(absl::string_view listing,
                                 const std::set<std::string>& ours) {
  std::vector<Finding> findings;
  for (const Symbol& symbol : Symbols(listing)) {
    const std::string name(symbol.name);
    const bool mangled = absl::StartsWith(name, "_Z");
    if (name == "main" || absl::StartsWith(name, "DW.ref.")) continue;
    if (ours.contains(name)) {
      findings.push_back({name, "it takes the place of a function of ours"});
    } else if (!mangled && symbol.type != 'w' && symbol.type != 'v') {
      findings.push_back(
          {name, "a name without namespace, as the system's own have"});
    } else if (mangled && IsStrong(symbol.type) && IsOfTheLanguage(name)) {
      findings.push_back({name, "it takes the place of a function of C++"});
    }
  }
  return findings;
}

std::set<std::string> StrongSymbols(absl::string_view listing) {
  std::set<std::string> strong;
  for (const Symbol& symbol : Symbols(listing)) {
    if (IsStrong(symbol.type)) strong.insert(std::string(symbol.name));
  }
  return strong;
}

}  // namespace grade
