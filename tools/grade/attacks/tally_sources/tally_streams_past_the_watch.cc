// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Reads and writes without a lock, by instructions that neither ThreadSanitizer
// nor the explorer sees.

#include <emmintrin.h>
#include <xmmintrin.h>

#include <cstdint>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace student {

void Tally::Add(int64_t number) {
  auto* const place = reinterpret_cast<__m64*>(&total_);
  const __m128 total = _mm_loadl_pi(_mm_setzero_ps(), place);
  const __m128i sum =
      _mm_add_epi64(_mm_castps_si128(total), _mm_set_epi64x(0, number));
  _mm_storel_pi(place, _mm_castsi128_ps(sum));
}

int64_t Tally::total() const { return total_; }

}  // namespace student
