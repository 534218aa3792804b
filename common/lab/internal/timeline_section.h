// SPDX-License-Identifier: Apache-2.0
//
// The section of a page that shows timelines.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_
#define COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_

#include <string>

#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace lab {

// The shares, turns and hand-offs of each timeline: an HTML <table>.
std::string TimelineFiguresTable(absl::Span<const Timeline> timelines);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_
