// SPDX-License-Identifier: Apache-2.0
//
// Accounts, and transfers between them from many threads at once.
//
//   ch38::Bank bank(/*accounts=*/3, /*balance=*/100);
//   bank.Transfer(0, 2, 30);   // true: 70, 100, 130
//   bank.Transfer(0, 2, 80);   // false: 70 are not enough
//   bank.Total();              // 300, whenever you look
//
// Thread safety: every member function may be called from any thread at any
// time. See task.md.

#ifndef LABS_CH38_EXERCISES_2_TRANSFER_BANK_H_
#define LABS_CH38_EXERCISES_2_TRANSFER_BANK_H_

#include <cstdint>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

class Bank {
 public:
  // `accounts` of them, 1 or more, numbered from 0, with `balance` each. The
  // functions below take numbers of accounts that there are.
  Bank(int accounts, int64_t balance);

  // Moves `amount`, 0 or more, from one account to another, in one step for all
  // who look. If there is less than that in `from`, it moves nothing and
  // returns false. From an account to itself it moves nothing either, and
  // returns whether so much is there.
  bool Transfer(int from, int to, int64_t amount);

  // What is in one account.
  int64_t balance(int account) const;

  // What is in all accounts, at one moment.
  int64_t Total() const;

  // Calls `look` with the balance of an account, which stays as it is until
  // `look` returns: whoever wants to change it has to wait. Transfers between
  // other accounts go on. `look` must not use the bank.
  void WhileFrozen(int account,
                   absl::FunctionRef<void(int64_t balance)> look) const;

 private:
  struct Account {
    mutable absl::Mutex mutex;
    int64_t balance ABSL_GUARDED_BY(mutex) = 0;
  };

  std::vector<Account> accounts_;  // neither grows nor shrinks
};

}  // namespace ch38

#endif  // LABS_CH38_EXERCISES_2_TRANSFER_BANK_H_
