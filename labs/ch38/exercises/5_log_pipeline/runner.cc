// SPDX-License-Identifier: Apache-2.0
//
// Puts LogWriter through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch38/exercises/5_log_pipeline/log_writer.h"

namespace {

using ::ch38::LogWriter;
using ::exercise::IsCanary;
using ::exercise::Require;
using ::exercise::Values;
using Lines = std::vector<std::string>;

// ---- Canaries (explored_check.h)

// Writes in the thread that logs, like your starter. Not inlined, as your
// functions aren't: Clang leaves reads out where it sees the whole.
class DirectLog {
 public:
  explicit DirectLog(LogWriter::Sink sink) : sink_(std::move(sink)) {}
  ABSL_ATTRIBUTE_NOINLINE bool Log(std::string line) {
    if (is_closed_) return false;
    sink_({std::move(line)});
    return true;
  }
  void Flush() {}
  ABSL_ATTRIBUTE_NOINLINE void Close() { is_closed_ = true; }

 private:
  const LogWriter::Sink sink_;
  bool is_closed_ = false;
};

// Takes lines, and never writes them.
class IdleLog {
 public:
  explicit IdleLog(LogWriter::Sink) {}
  bool Log(const std::string&) { return !is_closed_; }
  void Flush() {}
  void Close() { is_closed_ = true; }

 private:
  bool is_closed_ = false;
};

// ---- Where lines are written

std::string ListOf(const Lines& lines) {
  return lines.empty() ? "nothing" : absl::StrJoin(lines, ", ");
}

class Sheet {
 public:
  void Write(const Lines& lines) {
    Require(!lines.empty(), "the sink was called without lines");
    ++calls_;  // A data race here: two threads called the sink.
    last_lines_ = lines.size();
    absl::MutexLock lock(&mutex_);
    lines_.insert(lines_.end(), lines.begin(), lines.end());
  }

  Lines lines() const {
    absl::MutexLock lock(&mutex_);
    return lines_;
  }

  // When nobody writes any more.
  int64_t calls() const { return calls_; }
  int64_t lines_of_last_call() const {
    return static_cast<int64_t>(last_lines_);
  }

  void RequireLines(const std::string& when, const Lines& expected) const {
    const Lines written = lines();
    if (written == expected) return;
    Require(false,
            absl::StrCat(when, " there should be written: ", ListOf(expected),
                         "; and there is: ", ListOf(written)));
  }

 private:
  int64_t calls_ = 0;
  size_t last_lines_ = 0;
  mutable absl::Mutex mutex_;
  Lines lines_ ABSL_GUARDED_BY(mutex_);
};

void RequireTrue(bool logged) { Require(logged, "Log() returned false"); }

// ---- Questions

// One thread logs lines, and flushes after each of them.
template <typename AnyLog>
explorer::Result ExploreFlush(const Lines& lines_to_log) {
  return explorer::Explore([&] {
    Sheet sheet;
    AnyLog log([&](const Lines& lines) { sheet.Write(lines); });
    Lines logged;
    for (const std::string& line : lines_to_log) {
      RequireTrue(log.Log(line));
      logged.push_back(line);
      log.Flush();
      sheet.RequireLines("after Flush()", logged);
    }
  });
}

Values Flush(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreFlush<IdleLog> : ExploreFlush<LogWriter>;
  return exercise::Explored(explore(ask.Texts("lines")));
}

// One thread logs two lines, and that is the end.
template <typename AnyLog>
explorer::Result ExploreEnd(const std::string& first, const std::string& second,
                            bool close) {
  return explorer::Explore([&] {
    Sheet sheet;
    {
      AnyLog log([&](const Lines& lines) { sheet.Write(lines); });
      RequireTrue(log.Log(first));
      RequireTrue(log.Log(second));
      if (close) {
        log.Close();
        sheet.RequireLines("after Close()", {first, second});
        Require(!log.Log("late"), "Log() after Close() returned true");
      }
    }
    sheet.RequireLines("in the end", {first, second});
  });
}

Values End(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreEnd<IdleLog> : ExploreEnd<LogWriter>;
  return exercise::Explored(
      explore(ask.Text("first"), ask.Text("second"), ask.Bool("close")));
}

// This thread logs a line and another one two, which are to stay in order.
template <typename AnyLog>
explorer::Result ExploreProducers(const std::string& other,
                                  const std::string& first,
                                  const std::string& second) {
  return explorer::Explore([&] {
    Sheet sheet;
    {
      AnyLog log([&](const Lines& lines) { sheet.Write(lines); });
      std::thread producer([&] { RequireTrue(log.Log(other)); });
      RequireTrue(log.Log(first));
      RequireTrue(log.Log(second));
      producer.join();
      log.Close();
    }
    const Lines written = sheet.lines();
    Require(
        written == Lines{other, first, second} ||
            written == Lines{first, other, second} ||
            written == Lines{first, second, other},
        "in the end, these lines are written: " + absl::StrJoin(written, ", "));
  });
}

Values Producers(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreProducers<DirectLog> : ExploreProducers<LogWriter>;
  return exercise::Explored(
      explore(ask.Text("other"), ask.Text("first"), ask.Text("second")));
}

// The sink writes the first line until the second one is logged.
template <typename AnyLog>
explorer::Result ExploreSlowSink(const std::string& first,
                                 const std::string& second) {
  return explorer::Explore([&] {
    Sheet sheet;
    absl::Notification is_logged;
    {
      AnyLog log([&](const Lines& lines) {
        is_logged.WaitForNotification();
        sheet.Write(lines);
      });
      RequireTrue(log.Log(first));
      RequireTrue(log.Log(second));
      is_logged.Notify();
      log.Close();
    }
    sheet.RequireLines("in the end", {first, second});
  });
}

Values SlowSink(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreSlowSink<DirectLog> : ExploreSlowSink<LogWriter>;
  return exercise::Explored(explore(ask.Text("first"), ask.Text("second")));
}

// Two lines are logged while the sink writes the first one.
template <typename AnyLog>
explorer::Result ExploreBatch(const Lines& lines_to_log) {
  return explorer::Explore([&] {
    Sheet sheet;
    absl::Notification has_begun;
    absl::Notification are_logged;
    AnyLog log([&](const Lines& lines) {
      if (!has_begun.HasBeenNotified()) {
        has_begun.Notify();
        are_logged.WaitForNotification();
      }
      sheet.Write(lines);
    });
    RequireTrue(log.Log(lines_to_log[0]));
    has_begun.WaitForNotification();
    RequireTrue(log.Log(lines_to_log[1]));
    RequireTrue(log.Log(lines_to_log[2]));
    are_logged.Notify();
    log.Close();
    sheet.RequireLines("after Close()", lines_to_log);
    Require("the number of calls of the sink", sheet.calls(), 2);
    Require("the number of lines of the second call",
            sheet.lines_of_last_call(), 2);
  });
}

Values Batch(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreBatch<DirectLog> : ExploreBatch<LogWriter>;
  return exercise::Explored(explore(ask.Texts("lines")));
}

// One thread logs while another one closes.
template <typename AnyLog>
explorer::Result ExploreLogBesideClose(const std::string& line) {
  return explorer::Explore([&] {
    Sheet sheet;
    AnyLog log([&](const Lines& lines) { sheet.Write(lines); });
    bool logged = false;
    std::thread producer([&] { logged = log.Log(line); });
    log.Close();
    const Lines at_close = sheet.lines();
    producer.join();
    Require(sheet.lines() == at_close, "a line was written after Close()");
    sheet.RequireLines(logged ? "Log() returned true, so after Close()"
                              : "Log() returned false, so after Close()",
                       logged ? Lines{line} : Lines());
  });
}

Values LogBesideClose(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreLogBesideClose<DirectLog>
                                     : ExploreLogBesideClose<LogWriter>;
  return exercise::Explored(explore(ask.Text("line")));
}

// Two threads close. One looks what is written then; either may be the second.
template <typename AnyLog>
explorer::Result ExploreTwoCloses(const std::string& line) {
  return explorer::Explore([&] {
    Sheet sheet;
    AnyLog log([&](const Lines& lines) { sheet.Write(lines); });
    RequireTrue(log.Log(line));
    std::thread other([&] {
      log.Close();
      sheet.RequireLines("after Close()", {line});
    });
    log.Close();
    other.join();
    log.Flush();
  });
}

Values TwoCloses(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreTwoCloses<DirectLog> : ExploreTwoCloses<LogWriter>;
  return exercise::Explored(explore(ask.Text("line")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"flush", Flush},
                                    {"end", End},
                                    {"producers", Producers},
                                    {"slow_sink", SlowSink},
                                    {"batch", Batch},
                                    {"log_beside_close", LogBesideClose},
                                    {"two_closes", TwoCloses}});
}
