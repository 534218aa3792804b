// SPDX-License-Identifier: Apache-2.0
//
// Puts PageCache through what the checks ask for.

#include "common/exercise/runner.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/exercise/explored.h"
#include "common/exercise/meeting.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch38/exercises/4_reader_cache/page_cache.h"

namespace {

using ::ch38::PageCache;
using ::exercise::IsCanary;
using ::exercise::Meeting;
using ::exercise::Require;
using ::exercise::Values;
using Look = absl::FunctionRef<void(const std::string&, const std::string&)>;

// ---- Canaries (explored_check.h)

// Without a lock, like your starter. Not inlined, as your functions aren't:
// Clang leaves reads out where it sees the whole.
class LooseCache {
 public:
  explicit LooseCache(PageCache::Loader load) : load_(std::move(load)) {}
  ABSL_ATTRIBUTE_NOINLINE absl::StatusOr<std::string> Get(
      const std::string& name) {
    const auto it = pages_.find(name);
    if (it != pages_.end()) return it->second;
    absl::StatusOr<std::string> loaded = load_(name);
    if (loaded.ok()) pages_[name] = *loaded;
    return loaded;
  }
  ABSL_ATTRIBUTE_NOINLINE void ForEach(Look look) const {
    for (const auto& [name, text] : pages_) look(name, text);
  }

 private:
  const PageCache::Loader load_;
  absl::btree_map<std::string, std::string> pages_;
};

// One at a time, whatever it does.
class NarrowCache {
 public:
  explicit NarrowCache(PageCache::Loader load) : cache_(std::move(load)) {}
  absl::StatusOr<std::string> Get(const std::string& name) {
    absl::MutexLock alone(&door_);
    return cache_.Get(name);
  }
  void ForEach(Look look) const {
    absl::MutexLock alone(&door_);
    cache_.ForEach(look);
  }

 private:
  mutable absl::Mutex door_;
  LooseCache cache_;
};

// ---- What the scenarios have in common

std::string TextOf(const std::string& name) { return "text of " + name; }

void RequireText(const absl::StatusOr<std::string>& page,
                 const std::string& name) {
  Require(page.ok(), "Get(" + name + ") returned an error");
  if (!page.ok()) return;
  Require(*page == TextOf(name), "Get(" + name + ") returned \"" + *page +
                                     "\", and should return \"" + TextOf(name) +
                                     "\"");
}

// Loads each page, but for the first `failures` calls, and counts the calls.
// The count brings no order among threads, which might hide a data race.
class Disk {
 public:
  explicit Disk(int64_t failures = 0) : failures_(failures) {}
  absl::StatusOr<std::string> Load(const std::string& name) {
    const int64_t before = loads_.fetch_add(1, std::memory_order_relaxed);
    if (before < failures_) return absl::UnavailableError("try again");
    return TextOf(name);
  }
  int64_t loads() const { return loads_.load(std::memory_order_relaxed); }

 private:
  const int64_t failures_;
  std::atomic<int64_t> loads_ = 0;
};

// ---- Questions

// One thread gets `names`, one after the other; the first `failures` loads
// fail.
Values OneThread(const Values& ask) {
  Values answer;
  const explorer::Result result = explorer::Explore([&] {
    Disk disk(ask.Int("failures"));
    std::vector<std::string> loaded;
    PageCache cache([&](const std::string& name) {
      loaded.push_back(name);
      return disk.Load(name);
    });
    std::vector<std::string> got;
    for (const std::string& name : ask.Texts("names")) {
      absl::StatusOr<std::string> page = cache.Get(name);
      got.push_back(page.ok() ? *page : "error");
    }
    std::vector<std::string> names;
    std::vector<std::string> texts;
    cache.ForEach([&](const std::string& name, const std::string& text) {
      names.push_back(name);
      texts.push_back(text);
    });
    answer = {{"got", got},
              {"loaded", loaded},
              {"looked at", names},
              {"with", texts}};
  });
  return exercise::Explored(result, answer);
}

// Two threads get the same page.
template <typename AnyCache>
explorer::Result ExploreSamePage(const std::string& name) {
  return explorer::Explore([&] {
    Disk disk;
    AnyCache cache([&](const std::string& page) { return disk.Load(page); });
    std::thread other([&] { RequireText(cache.Get(name), name); });
    RequireText(cache.Get(name), name);
    other.join();
    Require("the number of loads", disk.loads(), 1);
  });
}

Values SamePage(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreSamePage<LooseCache> : ExploreSamePage<PageCache>;
  return exercise::Explored(explore(ask.Text("name")));
}

// Two threads get a page each, and neither load ends before both have begun.
template <typename AnyCache>
explorer::Result ExploreTwoLoads(const std::string& first,
                                 const std::string& second) {
  return explorer::Explore([&] {
    Meeting meeting(2);
    AnyCache cache([&](const std::string& name) {
      meeting.Come();
      return TextOf(name);
    });
    std::thread other([&] { RequireText(cache.Get(second), second); });
    RequireText(cache.Get(first), first);
    other.join();
  });
}

Values TwoLoads(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreTwoLoads<NarrowCache> : ExploreTwoLoads<PageCache>;
  return exercise::Explored(explore(ask.Text("first"), ask.Text("second")));
}

// Two threads look at the page that is there, and neither look ends before both
// have begun.
template <typename AnyCache>
explorer::Result ExploreTwoLooks(const std::string& name) {
  return explorer::Explore([&] {
    AnyCache cache([](const std::string& page) { return TextOf(page); });
    RequireText(cache.Get(name), name);
    Meeting meeting(2);
    const auto look = [&] {
      int64_t looks = 0;
      cache.ForEach([&](const std::string&, const std::string&) {
        ++looks;
        meeting.Come();
      });
      Require("the number of pages that ForEach() showed", looks, 1);
    };
    std::thread other(look);
    look();
    other.join();
  });
}

Values TwoLooks(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreTwoLooks<NarrowCache> : ExploreTwoLooks<PageCache>;
  return exercise::Explored(explore(ask.Text("name")));
}

// The load of `slow` lasts until another thread got `known`, which is there,
// and looked at it.
template <typename AnyCache>
explorer::Result ExploreHitDuringLoad(const std::string& known,
                                      const std::string& slow) {
  return explorer::Explore([&] {
    absl::Notification over;
    AnyCache cache([&](const std::string& name) {
      if (name == slow) over.WaitForNotification();
      return TextOf(name);
    });
    RequireText(cache.Get(known), known);
    std::thread loader([&] { RequireText(cache.Get(slow), slow); });
    RequireText(cache.Get(known), known);
    cache.ForEach([&](const std::string& name, const std::string&) {
      Require(name == known,
              "ForEach() showed " + name + ", which was not loaded yet");
    });
    over.Notify();
    loader.join();
  });
}

Values HitDuringLoad(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreHitDuringLoad<NarrowCache>
                                     : ExploreHitDuringLoad<PageCache>;
  return exercise::Explored(explore(ask.Text("known"), ask.Text("slow")));
}

// A look lasts until another thread got the page that is there.
template <typename AnyCache>
explorer::Result ExploreHitDuringLook(const std::string& name) {
  return explorer::Explore([&] {
    AnyCache cache([](const std::string& page) { return TextOf(page); });
    RequireText(cache.Get(name), name);
    absl::Notification over;
    std::thread other([&] {
      RequireText(cache.Get(name), name);
      over.Notify();
    });
    cache.ForEach([&](const std::string&, const std::string&) {
      over.WaitForNotification();
    });
    other.join();
  });
}

Values HitDuringLook(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreHitDuringLook<NarrowCache>
                                     : ExploreHitDuringLook<PageCache>;
  return exercise::Explored(explore(ask.Text("name")));
}

// One thread gets a page while another one looks at those that there are.
template <typename AnyCache>
explorer::Result ExploreMissDuringLook(const std::string& known,
                                       const std::string& added) {
  return explorer::Explore([&] {
    AnyCache cache([](const std::string& name) { return TextOf(name); });
    RequireText(cache.Get(known), known);
    std::atomic<bool> is_added = false;
    std::thread adder([&] {
      RequireText(cache.Get(added), added);
      is_added = true;
    });
    bool showed_it = false;
    bool was_added = false;
    cache.ForEach([&](const std::string& name, const std::string& text) {
      RequireText(text, name);
      showed_it = showed_it || name == added;
      was_added = is_added;
    });
    Require(showed_it || !was_added,
            "Get(" + added + ") returned while ForEach() was still at the " +
                "pages without that one");
    adder.join();
  });
}

Values MissDuringLook(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreMissDuringLook<LooseCache>
                                     : ExploreMissDuringLook<PageCache>;
  return exercise::Explored(explore(ask.Text("known"), ask.Text("added")));
}

// Two threads get the same page, and the first load fails.
template <typename AnyCache>
explorer::Result ExploreFailure(const std::string& name) {
  return explorer::Explore([&] {
    Disk disk(/*failures=*/1);
    AnyCache cache([&](const std::string& page) { return disk.Load(page); });
    bool other_failed = false;
    std::thread other([&] { other_failed = !cache.Get(name).ok(); });
    const bool this_failed = !cache.Get(name).ok();
    other.join();
    Require(this_failed || other_failed,
            "the load failed, and Get() returned no error");
    RequireText(cache.Get(name), name);
    Require("with a third Get() after both, the number of loads", disk.loads(),
            2);
  });
}

Values Failure(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreFailure<LooseCache> : ExploreFailure<PageCache>;
  return exercise::Explored(explore(ask.Text("name")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"one_thread", OneThread},
                                    {"same_page", SamePage},
                                    {"two_loads", TwoLoads},
                                    {"two_looks", TwoLooks},
                                    {"hit_during_load", HitDuringLoad},
                                    {"hit_during_look", HitDuringLook},
                                    {"miss_during_look", MissDuringLook},
                                    {"failure", Failure}});
}
