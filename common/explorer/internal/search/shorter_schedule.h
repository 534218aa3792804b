// SPDX-License-Identifier: Apache-2.0
//
// Makes a schedule easier to read: the same finding with fewer switches from
// thread to thread.
//
//   std::vector<uint8_t> shorter = ShorterSchedule(failing, try_schedule);
//
// Moves what a thread does later next to what it does before, or the other way
// round, and keeps what still shows the finding; until nothing helps.
//
// Thread safety: none. Errors: none.
//
// Source: A. Zeller and R. Hildebrandt, "Simplifying and isolating
// failure-inducing input", 2002, for the idea.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_SHORTER_SCHEDULE_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_SHORTER_SCHEDULE_H_

#include <cstdint>
#include <functional>
#include <vector>

namespace explorer::internal {

// `attempt` runs a schedule as far as it can be followed, and returns the one
// that came of it if that has the same finding; else an empty one. `schedule`
// has the finding. At most some hundred attempts.
std::vector<uint8_t> ShorterSchedule(
    std::vector<uint8_t> schedule,
    const std::function<std::vector<uint8_t>(const std::vector<uint8_t>&)>&
        attempt);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_SHORTER_SCHEDULE_H_
