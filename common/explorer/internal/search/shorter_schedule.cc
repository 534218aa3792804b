// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/shorter_schedule.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace explorer::internal {
namespace {

constexpr int kMostAttempts = 400;

// Steps that a thread makes in a row.
struct Turn {
  uint8_t thread = 0;
  size_t steps = 0;
};

std::vector<Turn> TurnsOf(const std::vector<uint8_t>& schedule) {
  std::vector<Turn> turns;
  for (const uint8_t thread : schedule) {
    if (turns.empty() || turns.back().thread != thread) {
      turns.push_back({thread, 0});
    }
    ++turns.back().steps;
  }
  return turns;
}

std::vector<uint8_t> ScheduleOf(const std::vector<Turn>& turns) {
  std::vector<uint8_t> schedule;
  for (const Turn& turn : turns) {
    schedule.insert(schedule.end(), turn.steps, turn.thread);
  }
  return schedule;
}

// Turn `from` of the same thread as turn `to`, moved next to it.
std::vector<Turn> Merged(std::vector<Turn> turns, size_t from, size_t to) {
  turns[to].steps += turns[from].steps;
  turns.erase(turns.begin() + static_cast<std::ptrdiff_t>(from));
  return turns;
}

// Fewer turns; or as many, and fewer steps.
bool IsShorter(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  const size_t turns_of_a = TurnsOf(a).size();
  const size_t turns_of_b = TurnsOf(b).size();
  return turns_of_a != turns_of_b ? turns_of_a < turns_of_b
                                  : a.size() < b.size();
}

}  // namespace

std::vector<uint8_t> ShorterSchedule(
    std::vector<uint8_t> schedule,
    const std::function<std::vector<uint8_t>(const std::vector<uint8_t>&)>&
        attempt) {
  int attempts = 0;
  const auto improve = [&](const std::vector<Turn>& turns) {
    if (++attempts > kMostAttempts) return false;
    std::vector<uint8_t> shorter = attempt(ScheduleOf(turns));
    if (shorter.empty() || !IsShorter(shorter, schedule)) return false;
    schedule = std::move(shorter);
    return true;
  };
  const auto improve_once = [&] {
    const std::vector<Turn> turns = TurnsOf(schedule);
    for (size_t i = 0; i < turns.size(); ++i) {
      for (size_t j = i + 2; j < turns.size(); ++j) {
        if (turns[i].thread != turns[j].thread) continue;
        if (improve(Merged(turns, j, i)) || improve(Merged(turns, i, j))) {
          return true;
        }
        break;  // the thread's turn after that comes with j
      }
    }
    return false;
  };
  while (attempts <= kMostAttempts && improve_once()) {
  }
  return schedule;
}

}  // namespace explorer::internal
