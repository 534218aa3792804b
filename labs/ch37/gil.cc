// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/gil.h"

#include <atomic>
#include <cstdint>

namespace ch37 {
namespace {

int64_t NextId() {
  static std::atomic<int64_t> last = 0;
  return ++last;
}

}  // namespace

GilThread::GilThread(TimelineTrack* track) : id_(NextId()), track_(track) {}

}  // namespace ch37
