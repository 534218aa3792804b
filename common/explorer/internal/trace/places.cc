// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/places.h"

#include <string>
#include <utility>
#include <vector>

#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {
namespace {

// Lines without a file are no place.
void KeepFile(const SourceLine& line, SourceLines& lines, Places& places) {
  if (line.file.empty() || places.files.contains(line.file)) return;
  const std::vector<std::string>& file = lines.File(line.file);
  if (!file.empty()) places.files[line.file] = file;
}

}  // namespace

Places FindPlaces(const Execution& execution, SourceLines& lines) {
  std::vector<const void*> addresses;
  const auto add = [&](const std::vector<const void*>& stack) {
    addresses.insert(addresses.end(), stack.begin(), stack.end());
  };
  for (const Step& step : execution.steps) add(step.stack);
  for (const Stuck& stuck : execution.stuck) add(stuck.stack);
  lines.Find(addresses);

  Places places;
  places.note = lines.note();
  for (const Step& step : execution.steps) {
    places.steps.push_back(lines.UsersLine(step.stack));
  }
  for (const Stuck& stuck : execution.stuck) {
    places.stuck.push_back(lines.UsersLine(stuck.stack));
  }
  for (const SourceLine& line : places.steps) KeepFile(line, lines, places);
  for (const SourceLine& line : places.stuck) KeepFile(line, lines, places);
  return places;
}

}  // namespace explorer::internal
