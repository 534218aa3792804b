// SPDX-License-Identifier: Apache-2.0
//
// Finds the factors of numbers: of one after another, and of all at once, each
// on a thread of its own.
//
//   ch37::Factorise(12);                            // {1, 2, 3, 4, 6, 12}
//   ch37::FactoriseAll({12, 7});                    // {{1, 2, 3, ...}, {1, 7}}
//   ch37::FactoriseAllOnThreads({12, 7});           // the same
//
// Thread safety: any thread may call them.

#ifndef LABS_CH37_EXERCISES_1_FACTORISE_FACTORISE_H_
#define LABS_CH37_EXERCISES_1_FACTORISE_FACTORISE_H_

#include <cstdint>
#include <functional>
#include <vector>

namespace ch37 {

using Factors = std::vector<int64_t>;

// All numbers from 1 up that divide `number`, in ascending order, 1 and itself
// included. Numbers below 1 have none.
Factors Factorise(int64_t number);

// What `factorise` returns for each number, in the order of `numbers`. It is
// called by the calling thread, for one number after another.
std::vector<Factors> FactoriseAll(
    const std::vector<int64_t>& numbers,
    const std::function<Factors(int64_t)>& factorise = Factorise);

// The same, but each call of `factorise` has a thread of its own, none of them
// the caller's, and all of them run at the same time. When this returns, the
// threads have ended. `factorise` may be called by several threads at once.
std::vector<Factors> FactoriseAllOnThreads(
    const std::vector<int64_t>& numbers,
    const std::function<Factors(int64_t)>& factorise = Factorise);

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_1_FACTORISE_FACTORISE_H_
