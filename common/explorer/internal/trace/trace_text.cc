// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/trace_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/explorer/internal/trace/step_words.h"
#include "common/lab/text.h"

namespace explorer::internal {
namespace {

// The least of a line of source that is worth a place in the table.
constexpr size_t kLeastText = 16;
constexpr size_t kGap = 2;
// From where one thread's column begins to where the next does.
constexpr size_t kMostStride = 24;
constexpr size_t kLeastStride = 6;
constexpr int kLeastColumns = 40;
constexpr absl::string_view kSwitch = "> ";

// ---- Text of a certain width

// In UTF-8; other bytes go on with one.
bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Columns that text takes.
size_t Width(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), BeginsCharacter);
}

// On one line, with nothing in it that a terminal would obey.
std::string OneLine(absl::string_view text) {
  std::string line;
  for (char c : absl::StripAsciiWhitespace(text)) {
    if (absl::ascii_isspace(c)) c = ' ';
    if (c == ' ' && !line.empty() && line.back() == ' ') continue;
    line.push_back(absl::ascii_iscntrl(c) ? '?' : c);
  }
  return line;
}

// The text, or its beginning and dots where it is wider.
std::string Cut(absl::string_view text, size_t width) {
  if (Width(text) <= width) return std::string(text);
  if (width < 4) return std::string(width, '.');
  std::string cut;
  for (char c : text) {
    if (BeginsCharacter(c) && Width(cut) == width - 3) break;
    cut.push_back(c);
  }
  return absl::StrCat(cut, "...");
}

// ---- Rows

struct Row {
  std::string number;  // of the step, or "3-4"
  int thread = 0;
  bool switched = false;  // another thread ran before
  std::string words = "";
  std::string place = "";  // "counter.h:21"
  std::string text = "";   // of that line
};

bool IsFolded(const Step& step, const TraceTextOptions& options) {
  return options.fold_creates_and_joins && step.thread == 0 &&
         (step.what == "create" || step.what == "join");
}

// Steps from `begin` on that make one row: more than one, if they are folded.
size_t EndOfRow(const Execution& execution, size_t begin,
                const TraceTextOptions& options) {
  const std::vector<Step>& steps = execution.steps;
  size_t end = begin + 1;
  if (!IsFolded(steps[begin], options)) return end;
  while (end < steps.size() && IsFolded(steps[end], options) &&
         steps[end].what == steps[begin].what) {
    ++end;
  }
  return end;
}

Row FoldedRow(const Execution& execution, size_t begin, size_t end) {
  const Step& first = execution.steps[begin];
  Row row = {.number = absl::StrCat(begin + 1),
             .thread = first.thread,
             .words = StepInWords(first)};
  if (end - begin > 1) absl::StrAppend(&row.number, "-", end);
  for (size_t i = begin + 1; i < end; ++i) {
    absl::StrAppend(&row.words, ", ", execution.steps[i].object);
  }
  return row;
}

std::vector<Row> RowsOf(const Execution& execution, const Places& places,
                        const TraceTextOptions& options) {
  const FileNames files(places);
  std::vector<Row> rows;
  size_t end = 0;
  for (size_t begin = 0; begin < execution.steps.size(); begin = end) {
    end = EndOfRow(execution, begin, options);
    Row row = FoldedRow(execution, begin, end);
    row.words = OneLine(row.words);
    row.switched = !rows.empty() && rows.back().thread != row.thread;
    if (!IsFolded(execution.steps[begin], options)) {
      row.place = OneLine(files.Locate(places.steps[begin]));
      row.text = OneLine(places.steps[begin].text);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// A line that makes several steps is written at the first of them.
void LeaveOutRepeats(std::vector<Row>& rows) {
  for (size_t i = rows.size(); i-- > 1;) {
    if (rows[i].thread != rows[i - 1].thread) continue;
    if (rows[i].place != rows[i - 1].place) continue;
    rows[i].place.clear();
    rows[i].text.clear();
  }
}

// ---- The table

// Where the parts of a row begin. A row has one step only, so that its words
// may run on into the columns of other threads: those can begin close together.
struct Layout {
  size_t number = 0;                          // width
  absl::btree_map<int, size_t> threads = {};  // where their marks are
  bool one_column = false;
  size_t words = 0;  // where they begin, in one column
  size_t place = 0;
  size_t text = 0;
};

size_t BeginOfWords(const Row& row, const Layout& layout) {
  return layout.one_column ? layout.words
                           : layout.threads.at(row.thread) + kSwitch.size();
}

// Puts the places, and the text after them, right of all words.
void PlaceAfterWords(const std::vector<Row>& rows, Layout& layout) {
  size_t place = 0;
  layout.place = 0;
  for (const Row& row : rows) {
    place = std::max(place, Width(row.place));
    layout.place = std::max(
        layout.place, BeginOfWords(row, layout) + Width(row.words) + kGap);
  }
  layout.text = layout.place + (place == 0 ? 0 : place + kGap);
}

// Columns that begin `stride` apart; 0: one column for all.
Layout LayoutOf(const std::vector<Row>& rows, size_t stride) {
  Layout layout = {.number = absl::string_view("step").size(),
                   .one_column = stride == 0};
  for (const Row& row : rows) {
    layout.number = std::max(layout.number, row.number.size());
    layout.threads[row.thread];
  }
  size_t begin = layout.number + 1;
  layout.words = begin + kSwitch.size() +
                 ThreadName(layout.threads.rbegin()->first).size() + kGap;
  for (auto& [thread, column] : layout.threads) {
    column = begin;
    begin += stride;
  }
  PlaceAfterWords(rows, layout);
  return layout;
}

// The widest that has room for the text; if there is none, for some of it.
Layout BestLayout(const std::vector<Row>& rows, size_t columns) {
  size_t text = 0;
  for (const Row& row : rows) text = std::max(text, Width(row.text));
  for (size_t stride = kMostStride; stride >= kLeastStride; --stride) {
    const Layout layout = LayoutOf(rows, stride);
    if (layout.text + text <= columns) return layout;
  }
  const Layout tight = LayoutOf(rows, kLeastStride);
  if (tight.text + std::min(text, kLeastText) <= columns) return tight;
  Layout layout = LayoutOf(rows, 0);
  // Words that long are cut, so that there is room for the place.
  layout.place = std::min(layout.place, columns * 2 / 3);
  layout.text = std::min(layout.text, columns);
  return layout;
}

// The line so far, and `text` at a column.
void PutAt(size_t column, absl::string_view text, std::string& line) {
  const size_t width = Width(line);
  if (width < column) line.append(column - width, ' ');
  absl::StrAppend(&line, text);
}

std::string Header(const Layout& layout) {
  std::string line = "step";
  if (layout.one_column) return "step   thread\n";
  for (const auto& [thread, column] : layout.threads) {
    PutAt(column + kSwitch.size(), ThreadName(thread), line);
  }
  return absl::StrCat(line, "\n");
}

std::string RowText(const Row& row, const Layout& layout, size_t columns) {
  std::string line(layout.number - row.number.size(), ' ');
  absl::StrAppend(&line, row.number);
  const size_t words = BeginOfWords(row, layout);
  if (layout.one_column) {
    PutAt(layout.number + 1, row.switched ? kSwitch : "", line);
    PutAt(layout.number + 1 + kSwitch.size(), ThreadName(row.thread), line);
  } else {
    PutAt(words - kSwitch.size(), row.switched ? kSwitch : "", line);
  }
  PutAt(words, Cut(row.words, layout.place - kGap - words), line);
  if (!row.place.empty()) {
    PutAt(layout.place, Cut(row.place, columns - layout.place), line);
  }
  if (!row.text.empty() && layout.text + kLeastText / 2 <= columns) {
    PutAt(layout.text, Cut(row.text, columns - layout.text), line);
  }
  return absl::StrCat(line, "\n");
}

std::string Table(const Execution& execution, const Places& places,
                  const TraceTextOptions& options) {
  std::vector<Row> rows = RowsOf(execution, places, options);
  if (rows.empty()) return "";
  LeaveOutRepeats(rows);
  const size_t columns = options.columns;
  const Layout layout = BestLayout(rows, columns);
  std::string table = Header(layout);
  bool switched = false;
  for (const Row& row : rows) {
    absl::StrAppend(&table, RowText(row, layout, columns));
    switched |= row.switched;
  }
  if (switched) {
    absl::StrAppend(&table, "\n> another thread goes on here\n");
  }
  return table;
}

// ---- Below the table

// Breaks lines that are too long, and leaves the others as they are.
std::string WrapLines(absl::string_view text, absl::string_view indent,
                      int columns) {
  std::string result;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const size_t blanks = std::min(line.size(), line.find_first_not_of(' '));
    const std::string all = absl::StrCat(indent, line.substr(0, blanks));
    const std::string words = OneLine(line);
    if (words.empty()) continue;
    const size_t width = all.size() + Width(words);
    absl::StrAppend(&result,
                    width <= static_cast<size_t>(columns)
                        ? absl::StrCat(all, words, "\n")
                        : lab::Wrap(words, {.indent = all, .width = columns}));
  }
  return result;
}

std::string StuckThreads(const Execution& execution, const Places& places,
                         int columns) {
  if (execution.stuck.empty()) return "";
  const FileNames files(places);
  std::string text = "\nStuck:\n";
  for (size_t i = 0; i < execution.stuck.size(); ++i) {
    absl::StrAppend(&text,
                    WrapLines(StuckInWords(execution.stuck[i]), "  ", columns));
    const std::string at = OneLine(files.Locate(places.stuck[i]));
    if (at.empty()) continue;
    const std::string line = OneLine(places.stuck[i].text);
    const std::string source =
        absl::StrCat("    ", at, line.empty() ? "" : "  ", line);
    absl::StrAppend(&text, Cut(source, columns), "\n");
  }
  return text;
}

std::string Note(const Places& places, int columns) {
  if (places.note.empty()) return "";
  return absl::StrCat("\n", WrapLines(places.note, "", columns));
}

std::string Verdict(const Execution& execution, int columns) {
  if (execution.finding.empty()) return "\nNothing was found.\n";
  return absl::StrCat("\nFound: ", OneLine(execution.finding), "\n",
                      WrapLines(execution.details, "  ", columns));
}

}  // namespace

std::string TraceText(const Execution& execution, const Places& places,
                      const TraceTextOptions& options) {
  TraceTextOptions at_least = options;
  at_least.columns = std::max(options.columns, kLeastColumns);
  return absl::StrCat(Table(execution, places, at_least),
                      StuckThreads(execution, places, at_least.columns),
                      Note(places, at_least.columns),
                      Verdict(execution, at_least.columns));
}

}  // namespace explorer::internal
