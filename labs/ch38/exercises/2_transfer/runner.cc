// SPDX-License-Identifier: Apache-2.0
//
// Puts Bank through what the checks ask for.

#include "common/exercise/runner.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch38/exercises/2_transfer/bank.h"

namespace {

using ::ch38::Bank;
using ::exercise::IsCanary;
using ::exercise::Require;
using ::exercise::Values;

// ---- Canaries (explored_check.h)

// Without a lock, like your starter. Not inlined, as your functions aren't:
// Clang leaves reads out where it sees the whole.
class LooseBank {
 public:
  LooseBank(int accounts, int64_t balance) : balances_(accounts, balance) {}
  ABSL_ATTRIBUTE_NOINLINE bool Transfer(int from, int to, int64_t amount) {
    if (balances_[from] < amount) return false;
    balances_[from] -= amount;
    balances_[to] += amount;
    return true;
  }
  ABSL_ATTRIBUTE_NOINLINE int64_t balance(int account) const {
    return balances_[account];
  }
  ABSL_ATTRIBUTE_NOINLINE int64_t Total() const {
    int64_t total = 0;
    for (int64_t balance : balances_) total += balance;
    return total;
  }
  ABSL_ATTRIBUTE_NOINLINE void WhileFrozen(
      int account, absl::FunctionRef<void(int64_t)> look) const {
    look(balances_[account]);
  }

 private:
  std::vector<int64_t> balances_;
};

// One lock for all: who freezes an account stops the others, too.
class CoarseBank {
 public:
  CoarseBank(int accounts, int64_t balance) : bank_(accounts, balance) {}
  bool Transfer(int from, int to, int64_t amount) {
    absl::MutexLock all(&all_);
    return bank_.Transfer(from, to, amount);
  }
  void WhileFrozen(int account, absl::FunctionRef<void(int64_t)> look) const {
    absl::MutexLock all(&all_);
    bank_.WhileFrozen(account, look);
  }

 private:
  mutable absl::Mutex all_;
  LooseBank bank_;
};

// ---- Questions

// One thread: transfer i is of amounts[i], from[i] to to[i].
Values OneThread(const Values& ask) {
  Values answer;
  const auto accounts = static_cast<int>(ask.Int("accounts"));
  const explorer::Result result = explorer::Explore([&] {
    Bank bank(accounts, ask.Int("balance"));
    std::vector<int64_t> moved;
    for (size_t i = 0; i < ask.Ints("amounts").size(); ++i) {
      moved.push_back(bank.Transfer(static_cast<int>(ask.Ints("from")[i]),
                                    static_cast<int>(ask.Ints("to")[i]),
                                    ask.Ints("amounts")[i]));
    }
    std::vector<int64_t> balances;
    std::vector<int64_t> frozen;
    for (int i = 0; i < accounts; ++i) {
      balances.push_back(bank.balance(i));
      bank.WhileFrozen(i, [&](int64_t balance) { frozen.push_back(balance); });
    }
    answer = {{"moved", moved},
              {"balances", balances},
              {"frozen", frozen},
              {"total", bank.Total()}};
  });
  return exercise::Explored(result, answer);
}

// Each of `accounts` has a thread that moves money to the next one, in a
// circle; with `look`, this thread adds up meanwhile.
template <typename AnyBank>
explorer::Result ExploreCircle(int accounts, int64_t balance, bool look) {
  return explorer::Explore([=] {
    AnyBank bank(accounts, balance);
    std::vector<std::thread> threads;
    for (int i = 0; i < accounts; ++i) {
      threads.emplace_back([&bank, i, accounts, balance] {
        Require(bank.Transfer(i, (i + 1) % accounts, balance),
                "Transfer() refused what was there");
      });
    }
    if (look) Require("Total() meanwhile", bank.Total(), accounts * balance);
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < accounts; ++i) {
      Require("in the end, balance(" + std::to_string(i) + ")", bank.balance(i),
              balance);
    }
  });
}

Values Circle(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreCircle<LooseBank> : ExploreCircle<Bank>;
  return exercise::Explored(explore(static_cast<int>(ask.Int("accounts")),
                                    ask.Int("balance"), ask.Bool("look")));
}

// One thread moves money from 0 to 1, another one looks: at all or at one.
template <typename AnyBank>
explorer::Result ExploreLooker(int64_t balance, int64_t amount, bool at_all) {
  return explorer::Explore([=] {
    AnyBank bank(2, balance);
    std::thread mover([&] { bank.Transfer(0, 1, amount); });
    if (at_all) {
      Require("Total() meanwhile", bank.Total(), 2 * balance);
    } else {
      const int64_t seen = bank.balance(1);
      Require(seen == balance || seen == balance + amount,
              "balance(1) is " + std::to_string(seen) +
                  ", which it was neither before nor after the transfer");
    }
    mover.join();
  });
}

Values Looker(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreLooker<LooseBank> : ExploreLooker<Bank>;
  return exercise::Explored(
      explore(ask.Int("balance"), ask.Int("amount"), ask.Bool("at_all")));
}

// Two threads want `amount` of the same account, which has that only once.
template <typename AnyBank>
explorer::Result ExploreLastMoney(int64_t balance, int64_t amount) {
  return explorer::Explore([=] {
    AnyBank bank(3, balance);
    int64_t first = 0;
    int64_t second = 0;
    std::thread other([&] { first = bank.Transfer(0, 1, amount); });
    second = bank.Transfer(0, 2, amount);
    other.join();
    Require("the number of transfers that returned true", first + second, 1);
    Require("in the end, balance(0)", bank.balance(0), balance - amount);
    Require("in the end, Total()", bank.Total(), 3 * balance);
  });
}

Values LastMoney(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreLastMoney<LooseBank> : ExploreLastMoney<Bank>;
  return exercise::Explored(explore(ask.Int("balance"), ask.Int("amount")));
}

// One thread moves money out of account 0, another one has it frozen.
template <typename AnyBank>
explorer::Result ExploreFrozen(int64_t balance, int64_t amount) {
  return explorer::Explore([=] {
    AnyBank bank(2, balance);
    std::atomic<bool> moved = false;
    std::thread mover([&] {
      bank.Transfer(0, 1, amount);
      moved = true;
    });
    bank.WhileFrozen(0, [&](int64_t seen) {
      Require(seen != balance || !moved,
              "a Transfer() out of account 0 came to its end before `look` "
              "did, which had been called with the balance before it");
    });
    mover.join();
    Require("in the end, balance(0)", bank.balance(0), balance - amount);
  });
}

Values Frozen(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreFrozen<LooseBank> : ExploreFrozen<Bank>;
  return exercise::Explored(explore(ask.Int("balance"), ask.Int("amount")));
}

// Who looks at the frozen account `frozen` waits for a transfer between others.
template <typename AnyBank>
explorer::Result ExploreOthers(int frozen, int64_t balance) {
  return explorer::Explore([=] {
    AnyBank bank(3, balance);
    absl::Notification moved;
    std::thread mover([&] {
      bank.Transfer((frozen + 1) % 3, (frozen + 2) % 3, balance);
      moved.Notify();
    });
    bank.WhileFrozen(frozen, [&](int64_t) { moved.WaitForNotification(); });
    mover.join();
  });
}

Values Others(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreOthers<CoarseBank> : ExploreOthers<Bank>;
  return exercise::Explored(
      explore(static_cast<int>(ask.Int("frozen")), ask.Int("balance")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"one_thread", OneThread},
                                    {"circle", Circle},
                                    {"looker", Looker},
                                    {"last_money", LastMoney},
                                    {"frozen", Frozen},
                                    {"others", Others}});
}
