// SPDX-License-Identifier: Apache-2.0
//
// Pages that take long to load, kept for those who ask again.
//
//   ch38::PageCache cache(ReadPageFromDisk);
//   absl::StatusOr<std::string> page = cache.Get("index");  // loads it
//   page = cache.Get("index");                              // has it
//
// Thread safety: every member function may be called from any thread at any
// time. See task.md.

#ifndef LABS_CH38_EXERCISES_4_READER_CACHE_PAGE_CACHE_H_
#define LABS_CH38_EXERCISES_4_READER_CACHE_PAGE_CACHE_H_

#include <functional>
// BEGIN SOLUTION
#include <memory>
#include <optional>
// END SOLUTION
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace ch38 {

class PageCache {
 public:
  // Gives what is on the page of that name, or says why it can't. May take
  // long, and may be called from several threads at once.
  using Loader =
      std::function<absl::StatusOr<std::string>(const std::string& name)>;

  explicit PageCache(Loader load) : load_(std::move(load)) {}

  // What is on the page: from the cache, or loaded and then kept. Of several
  // threads that ask for the same page at once, one loads it, and the others
  // wait for that. Errors: those of the loader; they are not kept.
  absl::StatusOr<std::string> Get(const std::string& name);

  // Calls `look` for each page in the cache, in the order of their names.
  // Several threads may look at once. Until it returns, no page is added.
  // `look` must not use the cache.
  void ForEach(
      absl::FunctionRef<void(const std::string& name, const std::string& text)>
          look) const;

 private:
  // BEGIN SOLUTION
  // One call of the loader, and who waits for it.
  struct Load {
    absl::StatusOr<std::string> page;  // once it is done
    absl::Notification done;
  };

  std::optional<std::string> Find(const std::string& name) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::string> LoadFor(const std::string& name, Load& load);

  // END SOLUTION
  const Loader load_;
  // BEGIN SOLUTION
  mutable absl::Mutex mutex_;
  absl::btree_map<std::string, std::string> pages_ ABSL_GUARDED_BY(mutex_);
  // Those that have begun and are not done.
  absl::btree_map<std::string, std::shared_ptr<Load>> loads_
      ABSL_GUARDED_BY(mutex_);
  // STUB: absl::btree_map<std::string, std::string> pages_;  // by their names
  // END SOLUTION
};

}  // namespace ch38

#endif  // LABS_CH38_EXERCISES_4_READER_CACHE_PAGE_CACHE_H_
