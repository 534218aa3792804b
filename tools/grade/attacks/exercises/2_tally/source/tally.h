// SPDX-License-Identifier: Apache-2.0
//
// Adds up what several threads count.

#ifndef TOOLS_GRADE_ATTACKS_EXERCISES_2_TALLY_TALLY_H_
#define TOOLS_GRADE_ATTACKS_EXERCISES_2_TALLY_TALLY_H_

#include <cstdint>
#include <mutex>

namespace student {

// May be used by several threads at a time.
class Tally {
 public:
  void Add(int64_t number);
  int64_t total() const;

 private:
  mutable std::mutex mutex_;
  int64_t total_ = 0;
};

}  // namespace student

#endif  // TOOLS_GRADE_ATTACKS_EXERCISES_2_TALLY_TALLY_H_
