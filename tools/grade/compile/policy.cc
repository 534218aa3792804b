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

constexpr std::array<Rule, 19> kForbiddenWords = {{
    {"__tsan_", kBlinds},
    {"__asan_", kBlinds},
    {"__lsan_", kBlinds},
    {"__msan_", kBlinds},
    {"__ubsan_", kBlinds},
    {"__sanitizer_", kBlinds},
    {"__explorer_", kBlinds},
    {"AnnotateBenignRace", kBlinds},
    {"AnnotateIgnore", kBlinds},
    {"ABSL_ATTRIBUTE_NO_SANITIZE", kBlinds},
    {"no_sanitize", kBlinds},
    {"disable_sanitizer_instrumentation", kBlinds},
    {"__no_sanitize", kBlinds},
    // Reads and writes that no compiler instruments.
    {"_mm_", kBlinds},
    {"_mm256_", kBlinds},
    {"_mm512_", kBlinds},
    {"__builtin_ia32_", kBlinds},
    {"__builtin_aarch64_", kBlinds},
    {"__builtin_nontemporal_", kBlinds},
}};

// Whoever adds to these, or speaks to them, speaks to the judge's half.
const std::set<absl::string_view>& OurNamespaces() {
  static const auto* const names =
      new std::set<absl::string_view>({"exercise", "explorer"});
  return *names;
}

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

bool IsRawPrefix(absl::string_view word) {
  return word == "R" || word == "LR" || word == "uR" || word == "UR" ||
         word == "u8R";
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
  // Whether what comes next stands in a raw string, where all is text.
  bool InRawString() const { return in_raw_string_; }

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
        // "..."_R is a suffix: what follows that is no raw string.
        while (i < line.size() && IsWordCharacter(line[i])) ++i;
      } else if (IsWordCharacter(line[i])) {
        size_t end = i;
        while (end < line.size() && IsWordCharacter(line[end])) ++end;
        Take(line.substr(i, end - i), line.substr(end), where, findings);
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
    if (quote == '"' && begin > 0 && IsWordCharacter(line[begin - 1]) &&
        IsRawPrefix(last_)) {
      const size_t open = line.find('(', begin);
      if (open == absl::string_view::npos) return line.size();
      raw_end_ =
          absl::StrCat(")", line.substr(begin + 1, open - begin - 1), "\"");
      in_raw_string_ = true;
      return open + 1;
    }
    if (quote == '\'' && number_ && begin > 0 && begin + 1 < line.size() &&
        IsWordCharacter(line[begin - 1]) && IsWordCharacter(line[begin + 1])) {
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

  // `rest`: what follows on the line.
  void Take(absl::string_view word, absl::string_view rest,
            const std::string& where, std::vector<Finding>& findings) {
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (OurNamespaces().contains(word) &&
        (last_ == "namespace" || absl::StartsWith(rest, "::"))) {
      findings.push_back({where, absl::StrCat(word, ": a namespace of ours")});
    }
    last_ = std::string(word);
    opened_ = false;
    number_ = absl::ascii_isdigit(static_cast<unsigned char>(word[0]));
    if (word == "__attribute__" || word == "__attribute" ||
        word == "__declspec") {
      if (!InAttribute()) attribute_ = Attribute::kAwaited;
      return;
    }
    if (auto what = ForbiddenWord(word)) {
      findings.push_back({where, *std::move(what)});
    } else if (InAttribute() && ForbiddenAttributes().contains(Bare(word))) {
      findings.push_back(
          {where, absl::StrCat("the attribute ", word, ": ", kBlinds)});
    }
  }

  void TakeMark(absl::string_view line, size_t i) {
    const char c = line[i];
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) return;
    last_.clear();
    number_ = false;
    const absl::string_view here = line.substr(i);
    const bool opens = c == '[' || OpensAsDigraph(here);
    const bool closes = c == ']' || absl::StartsWith(here, ":>");
    if (attribute_ == Attribute::kAwaited && c == '(') {
      attribute_ = Attribute::kInParentheses;
      depth_ = 1;
    } else if (attribute_ == Attribute::kInParentheses) {
      depth_ += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth_ == 0) attribute_ = Attribute::kNone;
    } else if (attribute_ == Attribute::kInBrackets) {
      depth_ += opens ? 1 : closes ? -1 : 0;
      if (depth_ == 0) attribute_ = Attribute::kNone;
    } else if (opens && opened_) {
      attribute_ = Attribute::kInBrackets;
      depth_ = 2;
    }
    opened_ = opens || (opened_ && c == ':');
  }

  // "<:" is "[", but for "<::" of "std::vector<::Name>".
  static bool OpensAsDigraph(absl::string_view text) {
    if (!absl::ConsumePrefix(&text, "<:")) return false;
    return !absl::StartsWith(text, ":") || absl::StartsWith(text, "::") ||
           absl::StartsWith(text, ":>");
  }

  bool InAttribute() const {
    return attribute_ == Attribute::kInParentheses ||
           attribute_ == Attribute::kInBrackets;
  }

  enum class Attribute { kNone, kAwaited, kInParentheses, kInBrackets };

  Attribute attribute_ = Attribute::kNone;
  int depth_ = 0;
  bool opened_ = false;  // the mark before this place was a "["
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
  // Compilers may read it in more than one way.
  bool unclear = false;
};

// Reads text as the compiler does before it looks for directives. Whoever finds
// a difference can hide a directive in what we take for a comment.
class LineReader {
 public:
  explicit LineReader(absl::string_view text) : text_(text) {
    while (absl::ConsumePrefix(&text_, "\xef\xbb\xbf")) {
    }
  }

  std::vector<Line> Read() {
    while (!AtEnd()) ReadToken();
    lines_.push_back(std::move(line_));
    return std::move(lines_);
  }

 private:
  // ---- Characters: lines that end with a backslash, and perhaps blanks, go on

  void SkipSplices() {
    while (at_ < text_.size() && text_[at_] == '\\') {
      const size_t end = text_.find_first_not_of(" \t\f\v", at_ + 1);
      if (end == absl::string_view::npos || text_[end] != '\n') return;
      at_ = end + 1;
      ++number_;
    }
  }

  bool AtEnd() {
    SkipSplices();
    return at_ >= text_.size();
  }

  char Peek() { return AtEnd() ? '\0' : text_[at_]; }

  char Next() {
    const char c = Peek();
    ++at_;
    if (c == '\n') ++number_;
    return c;
  }

  bool NextIsWord() {
    return !AtEnd() && (IsWordCharacter(Peek()) || Peek() == '$');
  }

  // ---- Tokens

  void ReadToken() {
    const char c = Next();
    if (c == '\n') {
      lines_.push_back(std::exchange(line_, {.number = number_}));
    } else if (c == '/' && Peek() == '*') {
      SkipBlockComment();
    } else if (c == '/' && Peek() == '/') {
      NoteHeaderName();
      while (!AtEnd() && Peek() != '\n') Next();
    } else if (c == '"' || c == '\'') {
      ReadLiteral(c);
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      ReadNumber(c);
    } else if (IsWordCharacter(c) || c == '$') {
      ReadWord(c);
    } else {
      line_.text.push_back(c);
    }
  }

  // In "#include <a/*b>" no comment begins, elsewhere it does.
  void NoteHeaderName() {
    const size_t open = line_.text.rfind('<');
    line_.unclear |= absl::StrContains(line_.text, "include") &&
                     open != std::string::npos &&
                     line_.text.find('>', open) == std::string::npos;
  }

  void SkipBlockComment() {
    NoteHeaderName();
    Next();
    for (char before = ' '; !AtEnd();) {
      const char c = Next();
      if (before == '*' && c == '/') break;
      before = c;
    }
    line_.text.push_back(' ');
  }

  void ReadLiteral(char quote) {
    line_.text.push_back(quote);
    while (!AtEnd() && Peek() != '\n') {
      const char c = Next();
      line_.text.push_back(c);
      if (c == quote) break;
      if (c == '\\' && !AtEnd() && Peek() != '\n') line_.text.push_back(Next());
    }
    std::string suffix;
    while (NextIsWord()) suffix.push_back(Next());
    // A raw string, or a suffix: it depends on macros.
    line_.unclear |= IsRawPrefix(suffix) && Peek() == '"';
    line_.text += suffix;
  }

  // With its digit separators, which are no quotes.
  void ReadNumber(char first) {
    line_.text.push_back(first);
    for (;;) {
      const size_t at = at_;
      const int number = number_;
      if (Peek() == '\'') {
        Next();
        if (NextIsWord()) {
          line_.text.push_back('\'');
          continue;
        }
        at_ = at;
        number_ = number;
        return;
      }
      if (!NextIsWord() && Peek() != '.') return;
      line_.text.push_back(Next());
    }
  }

  void ReadWord(char first) {
    std::string word(1, first);
    while (NextIsWord()) word.push_back(Next());
    line_.text += word;
    if (IsRawPrefix(word) && Peek() == '"') SkipRawString();
  }

  // In it no line goes on. Where it is none, the compiler says so.
  void SkipRawString() {
    const size_t open = text_.find('(', at_);
    if (open == absl::string_view::npos) return;
    const std::string end =
        absl::StrCat(")", text_.substr(at_ + 1, open - at_ - 1), "\"");
    const size_t close = text_.find(end, open);
    if (close == absl::string_view::npos) return;
    for (const size_t behind = close + end.size(); at_ < behind; ++at_) {
      if (text_[at_] == '\n') ++number_;
    }
    line_.text += "\"\"";
  }

  absl::string_view text_;
  size_t at_ = 0;
  int number_ = 1;
  Line line_ = {.number = 1};
  std::vector<Line> lines_;
};

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
  static const auto* const kRenaming =
      new std::set<absl::string_view>({"weak", "redefine_extname"});
  if (!words.empty() && kRenaming->contains(words[0])) {
    return absl::StrCat("#pragma ", words[0], ": ", kBlinds);
  }
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
    // Libraries have versions of a name: "NAME@@VERSION".
    symbols.push_back({words[0].substr(0, words[0].find('@')), words[1][0]});
  }
  return symbols;
}

bool IsStrong(char type) { return absl::StrContains("TDBRGSACN", type); }

// Functions of the system that get at files and processes, and so at the
// channel to the judge. What only prints is none.
bool ReachesOut(absl::string_view name) {
  static const auto* const kNames = new std::set<absl::string_view>(
      {"_ZSt3cin",   "_ZSt4wcin",   "aio_read",
       "aio_write",  "clone",       "copy_file_range",
       "creat",      "dlopen",      "dlsym",
       "dprintf",    "dup",         "dup2",
       "dup3",       "execl",       "execle",
       "execlp",     "execv",       "execve",
       "execvp",     "execvpe",     "fcntl",
       "fcntl64",    "fdopen",      "fgetc",
       "fgets",      "fopen",       "fopen64",
       "fork",       "fread",       "freopen",
       "freopen64",  "fscanf",      "getc",
       "getchar",    "getdelim",    "getline",
       "gets",       "ioctl",       "mmap",
       "mmap64",     "mprotect",    "mremap",
       "open",       "open64",      "openat",
       "openat64",   "pipe",        "pipe2",
       "popen",      "posix_spawn", "posix_spawnp",
       "prctl",      "pread",       "pread64",
       "preadv",     "preadv64",    "ptrace",
       "pwrite",     "pwrite64",    "pwritev",
       "pwritev64",  "read",        "readv",
       "recv",       "recvfrom",    "recvmsg",
       "scanf",      "send",        "sendfile",
       "sendfile64", "sendmsg",     "sendto",
       "socket",     "socketpair",  "splice",
       "stdin",      "syscall",     "system",
       "tee",        "vdprintf",    "vfork",
       "vfscanf",    "vmsplice",    "vscanf",
       "write",      "writev"});
  if (kNames->contains(name)) return true;
  // "__read_chk" and "__isoc99_scanf" are other names of some.
  absl::string_view bare = name;
  if (absl::ConsumePrefix(&bare, "__isoc99_") ||
      absl::ConsumePrefix(&bare, "__isoc23_") ||
      absl::ConsumePrefix(&bare, "__libc_") ||
      absl::ConsumePrefix(&bare, "_IO_") || absl::ConsumePrefix(&bare, "__")) {
    if (!absl::ConsumeSuffix(&bare, "_chk")) absl::ConsumeSuffix(&bare, "_2");
    if (kNames->contains(bare)) return true;
  }
  // Streams of files.
  return absl::StrContains(name, "basic_filebuf") ||
         absl::StrContains(name, "basic_ifstream") ||
         absl::StrContains(name, "basic_ofstream") ||
         absl::StrContains(name, "basic_fstream") ||
         absl::StrContains(name, "stdio_filebuf");
}

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
  for (const Line& line : LineReader(text).Read()) {
    const std::string where = absl::StrCat(file, ":", line.number);
    if (line.unclear) {
      findings.push_back({where,
                          "put a blank between the two quotes, or what "
                          "is in <> on a line of its own"});
    }
    if (const auto directive = Directive(line.text)) {
      if (auto what = ForbiddenDirective(*directive)) {
        findings.push_back({where, *std::move(what)});
      }
    }
    // Leaves nothing behind with some compilers.
    constexpr absl::string_view kMacro = "ABSL_ATTRIBUTE_NO_SANITIZE";
    if (absl::StrContains(line.text, kMacro)) {
      findings.push_back({where, absl::StrCat(kMacro, ": ", kBlinds)});
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
    if (absl::StartsWith(line, "# ") && !words.InRawString()) {
      const std::vector<std::string> parts =
          absl::StrSplit(line.substr(2), absl::MaxSplits(' ', 1));
      if (parts.size() == 2 && absl::SimpleAtoi(parts[0], &number)) {
        const size_t end = parts[1].rfind('"');
        file = end > 1 && end != std::string::npos ? parts[1].substr(1, end - 1)
                                                   : "";
        theirs = absl::StrContains(file, student);
        // Bazel gives files by relative names; those it does not know of are a
        // fault to it.
        if (absl::StartsWith(file, "/") && !absl::StartsWith(file, "/usr/") &&
            !absl::EndsWith(file, "//")) {
          findings.push_back({file, "#include by an absolute path"});
        }
        continue;
      }
    }
    if (theirs) {
      const std::string where = absl::StrCat(file, ":", number);
      const auto directive =
          words.InRawString() ? std::nullopt : Directive(line);
      if (directive.has_value()) {
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

std::vector<Finding> ScanCalls(absl::string_view listing) {
  std::vector<Finding> findings;
  for (const Symbol& symbol : Symbols(listing)) {
    if (ReachesOut(symbol.name)) {
      findings.push_back(
          {std::string(symbol.name),
           "not in code that is watched: it reaches files or processes"});
    }
  }
  return findings;
}

std::vector<Finding> ScanMacros(absl::string_view text, absl::string_view file,
                                absl::string_view ours) {
  std::set<absl::string_view> our_words;
  for (size_t i = 0, end = 0; i < ours.size(); i = end + 1) {
    for (end = i; end < ours.size() && IsWordCharacter(ours[end]); ++end) {
    }
    our_words.insert(ours.substr(i, end - i));
  }
  std::vector<Finding> findings;
  for (const Line& line : LineReader(text).Read()) {
    absl::string_view rest = Directive(line.text).value_or("");
    if (!absl::ConsumePrefix(&rest, "define")) continue;
    rest = absl::StripLeadingAsciiWhitespace(rest);
    size_t end = 0;
    while (end < rest.size() && IsWordCharacter(rest[end])) ++end;
    if (end > 0 && our_words.contains(rest.substr(0, end))) {
      findings.push_back({absl::StrCat(file, ":", line.number),
                          absl::StrCat("the macro ", rest.substr(0, end),
                                       " would change code of ours")});
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
