// SPDX-License-Identifier: Apache-2.0
//
// The section of a page that shows timelines, one below the other on the same
// scale of time. It is a picture (SVG) that needs no script; timeline_script.h
// makes it one to zoom, move and ask.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_
#define COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_

#include <string>

#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace lab {

// How to read the pictures, and what they are filled with; once a page, before
// the first of them.
std::string TimelineLegend();

// The pictures, the table of figures, and the data for the script in an element
// with the id `data_id`. There must be at least one timeline.
std::string TimelineSection(absl::Span<const Timeline> timelines,
                            const std::string& data_id);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_TIMELINE_SECTION_H_
