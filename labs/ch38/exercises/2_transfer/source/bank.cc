// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exercises/2_transfer/bank.h"

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

// Without locks: nobody else knows of the bank yet.
Bank::Bank(int accounts, int64_t balance) : accounts_(accounts) {
  for (Account& account : accounts_) account.balance = balance;
}

bool Bank::Transfer(int from, int to, int64_t amount) {
  Account& source = accounts_[from];
  Account& target = accounts_[to];
  // BEGIN SOLUTION
  if (from == to) {
    absl::MutexLock lock(&source.mutex);
    return source.balance >= amount;
  }
  // Whichever way the money goes: the lower number first.
  absl::MutexLock first(from < to ? &source.mutex : &target.mutex);
  absl::MutexLock second(from < to ? &target.mutex : &source.mutex);
  source.mutex.AssertHeld();
  target.mutex.AssertHeld();
  // STUB: // Other threads may be here, too.
  // END SOLUTION
  if (source.balance < amount) return false;
  source.balance -= amount;
  target.balance += amount;
  return true;
}

int64_t Bank::balance(int account) const {
  // BEGIN SOLUTION
  absl::MutexLock balance_lock(&accounts_[account].mutex);
  // END SOLUTION
  return accounts_[account].balance;
}

// BEGIN SOLUTION
// Clang can't follow locks that are taken in a loop.
int64_t Bank::Total() const ABSL_NO_THREAD_SAFETY_ANALYSIS {
  for (const Account& account : accounts_) account.mutex.Lock();
  // STUB: int64_t Bank::Total() const {
  // END SOLUTION
  int64_t total = 0;
  for (const Account& account : accounts_) {
    total += account.balance;
  }
  // BEGIN SOLUTION
  for (const Account& account : accounts_) account.mutex.Unlock();
  // END SOLUTION
  return total;
}

void Bank::WhileFrozen(int account,
                       absl::FunctionRef<void(int64_t balance)> look) const {
  // BEGIN SOLUTION
  absl::MutexLock frozen_lock(&accounts_[account].mutex);
  // END SOLUTION
  look(accounts_[account].balance);
}

}  // namespace ch38
