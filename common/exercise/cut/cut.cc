// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/cut/cut.h"

#include <cctype>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace exercise {
namespace {

enum class Mark {
  kNone,
  kBeginSolution,
  kEndSolution,
  kBeginHidden,
  kEndHidden,
  kStub,
  kMisspelt,
};

constexpr char kBeginSolutionText[] = "// BEGIN SOLUTION";
constexpr char kEndSolutionText[] = "// END SOLUTION";
constexpr char kBeginHiddenText[] = "// BEGIN HIDDEN";
constexpr char kEndHiddenText[] = "// END HIDDEN";
constexpr char kStubText[] = "// STUB:";

std::string Trimmed(const std::string& line) {
  const size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

// Letters alone, as capitals: "//begin  Solution:" is "BEGINSOLUTION".
std::string Letters(const std::string& line) {
  std::string letters;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0) {
      letters += static_cast<char>(std::toupper(byte));
    }
  }
  return letters;
}

// A mark that is not recognised would hand the solution out.
bool LooksLikeAMark(const std::string& trimmed) {
  if (trimmed.rfind("//", 0) != 0) return false;
  const std::string letters = Letters(trimmed);
  for (const char* mark :
       {"BEGINSOLUTION", "ENDSOLUTION", "BEGINHIDDEN", "ENDHIDDEN"}) {
    if (letters.rfind(mark, 0) == 0) return true;
  }
  return trimmed.rfind("// STUB", 0) == 0 || trimmed.rfind("//STUB", 0) == 0;
}

Mark MarkOf(const std::string& trimmed) {
  if (trimmed == kBeginSolutionText) return Mark::kBeginSolution;
  if (trimmed == kEndSolutionText) return Mark::kEndSolution;
  if (trimmed == kBeginHiddenText) return Mark::kBeginHidden;
  if (trimmed == kEndHiddenText) return Mark::kEndHidden;
  if (trimmed.rfind(kStubText, 0) == 0) return Mark::kStub;
  return LooksLikeAMark(trimmed) ? Mark::kMisspelt : Mark::kNone;
}

// The line that "    // STUB: code" stands for: "    code".
std::string StubLine(const std::string& line) {
  const size_t mark = line.find(kStubText);
  std::string code = line.substr(mark + sizeof(kStubText) - 1);
  if (!code.empty() && code[0] == ' ') code.erase(0, 1);
  return code.empty() ? "" : line.substr(0, mark) + code;
}

// Goes through a source line by line, inside of a region or not.
class Cutter {
 public:
  Cutter(std::string file, Part part) : file_(std::move(file)), part_(part) {}

  void Line(const std::string& line) {
    ++number_;
    const Mark mark = MarkOf(Trimmed(line));
    switch (mark) {
      case Mark::kBeginSolution:
      case Mark::kBeginHidden:
        return Begin(mark);
      case Mark::kEndSolution:
        return End(Mark::kBeginSolution, kBeginSolutionText);
      case Mark::kEndHidden:
        return End(Mark::kBeginHidden, kBeginHiddenText);
      case Mark::kStub:
        return Stub(line);
      case Mark::kMisspelt:
        return Complain(number_, "is not how a mark is written; they are: " +
                                     std::string(kBeginSolutionText) + ", " +
                                     kEndSolutionText + ", " +
                                     kBeginHiddenText + ", " + kEndHiddenText +
                                     ", " + kStubText + " code");
      case Mark::kNone:
        if (IsWanted()) result_.text += line + "\n";
    }
  }

  CutText Finish() {
    if (region_ != Mark::kNone) {
      Complain(begun_, "this region has no end");
    }
    if (!result_.error.empty()) result_.text.clear();
    return result_;
  }

 private:
  bool IsWanted() const {
    const bool inside = region_ != Mark::kNone;
    switch (part_) {
      case Part::kStarter:
        return !inside;
      case Part::kSolution:
        return true;
      case Part::kSecret:
        return inside;
    }
    return false;
  }

  void Begin(Mark mark) {
    if (region_ != Mark::kNone) {
      return Complain(number_, "a region begins inside of the one of line " +
                                   std::to_string(begun_));
    }
    region_ = mark;
    begun_ = number_;
  }

  void End(Mark begin, const char* begin_text) {
    if (region_ != begin) {
      return Complain(number_,
                      std::string("no ") + begin_text + " leads to this end");
    }
    region_ = Mark::kNone;
  }

  void Stub(const std::string& line) {
    if (region_ != Mark::kBeginSolution) {
      return Complain(number_, std::string(kStubText) + " outside of " +
                                   kBeginSolutionText);
    }
    if (part_ == Part::kStarter) result_.text += StubLine(line) + "\n";
  }

  void Complain(int line, const std::string& what) {
    if (!result_.error.empty()) return;
    result_.error = file_ + ":" + std::to_string(line) + ": " + what;
  }

  const std::string file_;
  const Part part_;
  CutText result_;
  int number_ = 0;
  Mark region_ = Mark::kNone;  // kBeginSolution, kBeginHidden or none
  int begun_ = 0;              // the line of its mark
};

int CountIn(const std::vector<std::string>& texts, const std::string& part) {
  int count = 0;
  for (const std::string& text : texts) {
    for (size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + 1)) {
      ++count;
    }
  }
  return count;
}

}  // namespace

CutText Cut(const std::string& file, const std::string& source, Part part) {
  Cutter cutter(file, part);
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);) cutter.Line(line);
  return cutter.Finish();
}

std::string Mutate(const std::string& mutant, const std::vector<Edit>& edits,
                   std::vector<std::string>& texts) {
  for (const Edit& edit : edits) {
    const int count = edit.from.empty() ? 0 : CountIn(texts, edit.from);
    if (count != 1) {
      return "mutant " + mutant + ": the solution has this " +
             std::to_string(count) + " times, not once:\n" + edit.from;
    }
    for (std::string& text : texts) {
      const size_t at = text.find(edit.from);
      if (at != std::string::npos) text.replace(at, edit.from.size(), edit.to);
    }
  }
  return "";
}

}  // namespace exercise
