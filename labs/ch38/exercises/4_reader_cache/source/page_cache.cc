// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exercises/4_reader_cache/page_cache.h"

// BEGIN SOLUTION
#include <memory>
#include <optional>
// END SOLUTION
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

absl::StatusOr<std::string> PageCache::Get(const std::string& name) {
  // BEGIN SOLUTION
  {
    absl::ReaderMutexLock hit_lock(&mutex_);
    if (std::optional<std::string> page = Find(name)) return *page;
  }
  std::shared_ptr<Load> load;
  bool is_mine = false;
  {
    absl::MutexLock miss_lock(&mutex_);
    // Between the two locks, another thread may have loaded it.
    if (std::optional<std::string> page = Find(name)) return *page;
    std::shared_ptr<Load>& known = loads_[name];
    is_mine = known == nullptr;
    if (is_mine) known = std::make_shared<Load>();
    load = known;
  }
  if (is_mine) return LoadFor(name, *load);
  load->done.WaitForNotification();
  return load->page;
  // STUB: const auto known = pages_.find(name);
  // STUB: if (known != pages_.end()) return known->second;
  // STUB: // Takes long, and meanwhile others may ask.
  // STUB: absl::StatusOr<std::string> page = load_(name);
  // STUB: if (page.ok()) pages_[name] = *page;
  // STUB: return page;
  // END SOLUTION
}

// BEGIN SOLUTION
std::optional<std::string> PageCache::Find(const std::string& name) const {
  const auto found = pages_.find(name);
  if (found == pages_.end()) return std::nullopt;
  return found->second;
}

absl::StatusOr<std::string> PageCache::LoadFor(const std::string& name,
                                               Load& load) {
  load.page = load_(name);  // with no lock held
  {
    absl::MutexLock add_lock(&mutex_);
    if (load.page.ok()) pages_[name] = *load.page;
    loads_.erase(name);
  }
  load.done.Notify();
  return load.page;
}

// END SOLUTION
void PageCache::ForEach(
    absl::FunctionRef<void(const std::string& name, const std::string& text)>
        look) const {
  // BEGIN SOLUTION
  absl::ReaderMutexLock look_lock(&mutex_);
  // END SOLUTION
  for (const auto& [name, text] : pages_) look(name, text);
}

}  // namespace ch38
