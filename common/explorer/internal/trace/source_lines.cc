// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/source_lines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/debugging/symbolize.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/explorer/internal/trace/code_address.h"
#include "common/process/run.h"

namespace explorer::internal {
namespace {

constexpr absl::string_view kAnonymous = "(anonymous namespace)::";

// In the call that returns to an address. Not by arithmetic on a pointer: it
// may be null.
const void* InCallBefore(const void* address) {
  return reinterpret_cast<const void*>(reinterpret_cast<uintptr_t>(address) -
                                       1);
}

// The system's own libraries have no lines; asking would only take time.
bool IsSystemsLibrary(absl::string_view file) {
  return absl::StartsWith(file, "/lib/") || absl::StartsWith(file, "/lib64/") ||
         absl::StartsWith(file, "/usr/lib");
}

// "dir/file.cc:12 (discriminator 3)"
void ParsePlace(absl::string_view place, SourceLine& line) {
  place = place.substr(0, place.find(" (discriminator"));
  const size_t colon = place.rfind(':');
  if (colon == absl::string_view::npos) return;
  const absl::string_view file = place.substr(0, colon);
  if (file == "??" || !absl::SimpleAtoi(place.substr(colon + 1), &line.line)) {
    return;
  }
  line.file = WorkspaceFile(file);
}

// ---- Names of functions

// The place after what `open` at `at` begins: "<...>", "(...)", with others of
// their kind in it.
size_t AfterBracket(absl::string_view name, size_t at) {
  constexpr absl::string_view kOpen = "<([{";
  constexpr absl::string_view kClose = ">)]}";
  const char open = name[at];
  const char close = kClose[kOpen.find(open)];
  int depth = 0;
  for (; at < name.size(); ++at) {
    if (name[at] == open) ++depth;
    const bool arrow = name[at] == '>' && at > 0 && name[at - 1] == '-';
    if (name[at] == close && !arrow && --depth == 0) return at + 1;
  }
  return at;
}

// "operator" and the signs that are its name, as "operator()" and "operator<".
absl::string_view OperatorAt(absl::string_view name, size_t at) {
  constexpr absl::string_view kOperator = "operator";
  const absl::string_view rest = name.substr(at);
  if (!absl::StartsWith(rest, kOperator)) return "";
  if (at > 0 && (absl::ascii_isalnum(name[at - 1]) || name[at - 1] == '_')) {
    return "";
  }
  size_t end = kOperator.size();
  const absl::string_view sign = rest.substr(end, 2);
  if (sign == "()" || sign == "[]") return rest.substr(0, end + 2);
  end = rest.find_first_not_of("<>=!+-*/%^&|~,", end);
  return rest.substr(0, end);
}

// Without arguments, template arguments and what the compiler adds.
std::string WithoutBrackets(absl::string_view name) {
  std::string result;
  for (size_t i = 0; i < name.size();) {
    const absl::string_view rest = name.substr(i);
    if (const absl::string_view op = OperatorAt(name, i); !op.empty()) {
      absl::StrAppend(&result, op);
      i += op.size();
    } else if (absl::StartsWith(rest, kAnonymous)) {
      i += kAnonymous.size();
    } else if (absl::StartsWith(rest, "$_")) {  // a lambda, of Clang
      absl::StrAppend(&result, "lambda");
      for (i += 2; i < name.size() && absl::ascii_isdigit(name[i]);) ++i;
    } else if (absl::StrContains("<([{", name[i])) {
      if (absl::StartsWith(rest, "{lambda")) absl::StrAppend(&result, "lambda");
      i = AfterBracket(name, i);
    } else {
      result.push_back(name[i++]);
    }
  }
  return result;
}

// ---- Files

std::vector<std::string> FoldersOfSources() {
  std::vector<std::string> folders = {""};
  const char* const runfiles = std::getenv("TEST_SRCDIR");
  const char* const workspace = std::getenv("TEST_WORKSPACE");
  if (runfiles != nullptr && workspace != nullptr) {
    folders.push_back(absl::StrCat(runfiles, "/", workspace, "/"));
  }
  if (const char* const folder = std::getenv("BUILD_WORKSPACE_DIRECTORY")) {
    folders.push_back(absl::StrCat(folder, "/"));
  }
  return folders;
}

std::vector<std::string> ReadLines(const std::string& file) {
  std::vector<std::string> lines;
  for (const std::string& folder : FoldersOfSources()) {
    std::ifstream stream(folder + file);
    for (std::string line; std::getline(stream, line);) {
      lines.emplace_back(absl::StripSuffix(line, "\r"));
    }
    if (!lines.empty()) break;
  }
  return lines;
}

constexpr absl::string_view kNoDebugInformation =
    "Source lines are missing: this program was built without them. Build it "
    "with --copt=-g1 --strip=never.";

bool HasPlace(const std::vector<SourceLine>& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](const SourceLine& line) { return line.line > 0; });
}

std::string NoteOn(const std::string& addr2line, const absl::Status& error) {
  if (absl::IsNotFound(error)) {
    return absl::StrCat("Source lines are missing for want of ", addr2line,
                        ", which the package binutils brings.");
  }
  return absl::StrCat("Source lines are missing: ", addr2line,
                      " failed: ", error.message());
}

}  // namespace

std::string ShortFunctionName(absl::string_view demangled) {
  std::string name = WithoutBrackets(demangled);
  absl::string_view rest = absl::StripAsciiWhitespace(name);
  for (absl::string_view suffix : {" &&", " &", " volatile", " const"}) {
    absl::ConsumeSuffix(&rest, suffix);
  }
  // The type of the result comes before a space, as the names of a few
  // operators hold one.
  const size_t space = rest.rfind(' ', rest.rfind("operator "));
  if (space != absl::string_view::npos) rest.remove_prefix(space + 1);
  return absl::StrReplaceAll(rest, {{"lambda::operator()", "lambda"}});
}

std::string WorkspaceFile(absl::string_view file) {
  std::string path = absl::StrReplaceAll(file, {{"\\", "/"}, {"/./", "/"}});
  absl::string_view rest = path;
  absl::ConsumePrefix(&rest, "/proc/self/cwd/");
  absl::ConsumePrefix(&rest, "./");
  constexpr absl::string_view kExecRoot = "/execroot/";
  if (const size_t at = rest.find(kExecRoot); at != absl::string_view::npos) {
    const size_t workspace = at + kExecRoot.size();
    rest.remove_prefix(std::min(rest.size(), rest.find('/', workspace) + 1));
  }
  const char* const folder = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (folder != nullptr) absl::ConsumePrefix(&rest, absl::StrCat(folder, "/"));
  return std::string(rest);
}

bool IsUsersFile(absl::string_view file) {
  // Where another workspace builds this, "external/.../common/explorer/".
  constexpr absl::string_view kHere = __FILE__;
  constexpr absl::string_view kExplorer =
      kHere.substr(0, kHere.rfind("internal/trace/"));
  if (absl::StartsWith(file, kExplorer)) return absl::StrContains(file, "test");
  return !file.empty() && !absl::StartsWith(file, "/usr/") &&
         !absl::StartsWith(file, "../") &&
         !absl::StartsWith(file, "external/") &&
         !absl::StrContains(file, "/bin/external/");
}

std::vector<std::vector<SourceLine>> ParseAddr2line(absl::string_view output) {
  std::vector<std::vector<SourceLine>> all;
  const std::vector<absl::string_view> lines =
      absl::StrSplit(output, '\n', absl::SkipEmpty());
  for (size_t i = 0; i < lines.size(); ++i) {
    if (absl::StartsWith(lines[i], "0x")) {
      all.emplace_back();
    } else if (!all.empty() && i + 1 < lines.size()) {
      SourceLine line;
      if (lines[i] != "??") line.function = ShortFunctionName(lines[i]);
      ParsePlace(lines[++i], line);
      all.back().push_back(std::move(line));
    }
  }
  return all;
}

SourceLines::SourceLines(absl::string_view addr2line) : addr2line_(addr2line) {}

void SourceLines::Find(absl::Span<const void* const> addresses) {
  struct Part {
    Addresses addresses;
    std::vector<uint64_t> in_file;
  };
  absl::btree_map<std::string, Part> parts;
  for (const void* address : addresses) {
    if (!lines_.try_emplace(address).second) continue;
    const std::optional<CodeAddress> at = AddressInFile(InCallBefore(address));
    Part& part = parts[at ? at->file : ""];
    part.addresses.push_back(address);
    part.in_file.push_back(at ? at->address : 0);
  }
  for (const auto& [file, part] : parts) {
    if (file.empty() || IsSystemsLibrary(file)) {
      FindNames(part.addresses);
    } else {
      FindIn(file, part.addresses, part.in_file);
    }
  }
  const bool found_one =
      std::any_of(lines_.begin(), lines_.end(),
                  [](const auto& entry) { return HasPlace(entry.second); });
  if (found_one) note_.clear();
}

void SourceLines::FindIn(const std::string& file, const Addresses& addresses,
                         const std::vector<uint64_t>& in_file) {
  std::string input;
  for (uint64_t address : in_file) {
    absl::StrAppend(&input, "0x", absl::Hex(address), "\n");
  }
  absl::StatusOr<std::string> output = process::CheckOutput(
      {addr2line_, "-e", file, "-a", "-f", "-C", "-i"},
      {.io = {.input = input, .timeout = absl::Minutes(1), .text = true}});
  std::vector<std::vector<SourceLine>> found;
  if (output.ok()) found = ParseAddr2line(*output);
  if (output.ok() && found.size() != addresses.size()) {
    output = absl::InternalError("it left addresses out");
  }
  if (!output.ok()) {
    note_ = NoteOn(addr2line_, output.status());
    return FindNames(addresses);
  }
  if (note_.empty()) note_ = kNoDebugInformation;
  for (size_t i = 0; i < addresses.size(); ++i) {
    AddText(found[i]);
    lines_[addresses[i]] = std::move(found[i]);
  }
}

void SourceLines::FindNames(const Addresses& addresses) {
  for (const void* address : addresses) {
    char name[1024];
    if (!absl::Symbolize(InCallBefore(address), name, sizeof(name))) continue;
    lines_[address] = {{.function = ShortFunctionName(name)}};
  }
}

void SourceLines::AddText(std::vector<SourceLine>& lines) {
  for (SourceLine& line : lines) {
    if (!IsUsersFile(line.file)) continue;
    const std::vector<std::string>& file = File(line.file);
    const auto index = static_cast<size_t>(line.line) - 1;
    if (index >= file.size()) continue;
    line.text = std::string(absl::StripAsciiWhitespace(file[index]));
  }
}

const std::vector<SourceLine>& SourceLines::At(const void* address) const {
  static const auto* const kNone = new std::vector<SourceLine>();
  const auto found = lines_.find(address);
  return found == lines_.end() ? *kNone : found->second;
}

SourceLine SourceLines::UsersLine(absl::Span<const void* const> stack) const {
  SourceLine innermost;
  for (const void* address : stack) {
    for (const SourceLine& line : At(address)) {
      if (IsUsersFile(line.file)) return line;
      if (innermost.function.empty()) innermost = line;
    }
  }
  return innermost;
}

const std::vector<std::string>& SourceLines::File(const std::string& file) {
  const auto [found, is_new] = files_.try_emplace(file);
  if (is_new) found->second = ReadLines(file);
  return found->second;
}

}  // namespace explorer::internal
