// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/jobs.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sync/on_threads.h"
#include "labs/ch37/blocking_select.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/interpreter.h"
#include "labs/ch37/program.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {
namespace {

// Runs one job on the calling thread.
absl::Status RunJob(const Job& job, Gil& gil, TimelineTrack* track) {
  GilThread self(track);
  gil.Acquire(self);
  absl::Status status = Interpret(job.program, job.arguments, gil, self);
  self.NoteEnd();
  gil.Release(self);
  return status;
}

// Each job has a thread of its own in either order, so that the order is all
// that differs: where a stack happens to lie makes the same loop a sixth faster
// or slower.
absl::Status RunOneAfterAnother(absl::Span<const Job> jobs, Gil& gil,
                                TimelineTrack* track) {
  absl::Status all;
  for (const Job& job : jobs) {
    all.Update(
        sync_util::OnThreads(1, [&](int) { return RunJob(job, gil, track); }));
  }
  return all;
}

absl::Status RunInOrder(absl::Span<const Job> jobs, Order order, Gil& gil,
                        TimelineRecorder* recorder) {
  const auto track = [&](const std::string& name) {
    return recorder == nullptr ? nullptr : recorder->AddTrack(name);
  };
  if (order == Order::kSerial) {
    return RunOneAfterAnother(jobs, gil, track("one by one"));
  }
  std::vector<TimelineTrack*> tracks;
  for (const Job& job : jobs) tracks.push_back(track(job.name));
  return sync_util::OnThreads(static_cast<int>(jobs.size()), [&](int i) {
    return RunJob(jobs[i], gil, tracks[i]);
  });
}

// for i in range(first, last + 1): body
void For(ProgramBuilder& b, Variable i, int64_t first, Variable last,
         absl::FunctionRef<void()> body) {
  b.Push(first).Store(i);
  b.While([&] { b.Load(i).Load(last).LessOrEqual(); },
          [&] {
            body();
            b.Load(i).Push(1).Add().Store(i);
          });
}

// Puts what it is called with into element `i` of `factors`, if there are any.
Native AppendTo(std::vector<std::vector<int32_t>>* factors, size_t i) {
  return [factors, i](const NativeCall& call) {
    if (factors != nullptr) (*factors)[i].push_back(call.argument);
    return 0;
  };
}

// for i in range(1, number + 1): if number % i == 0: found(i)
void AddFactorise(ProgramBuilder& b, int32_t number, Native found) {
  const Variable n = b.NewVariable();
  const Variable i = b.NewVariable();
  b.Push(number).Store(n);
  For(b, i, 1, n, [&] {
    b.If([&] { b.Load(n).Load(i).Modulo().Push(0).Equal(); },
         [&] { b.Load(i).Call(found).Pop(); });
  });
}

// ---- Files ------------------------------------------------------------------

constexpr size_t kBufferSize = 8 * 1024;  // io.DEFAULT_BUFFER_SIZE in CPython

absl::Status CannotWrite(const std::filesystem::path& path) {
  return absl::UnavailableError(absl::StrCat("can't write ", path.string()));
}

// A file whose bytes go to the system without the lock.
class UnlockedFile {
 public:
  explicit UnlockedFile(std::filesystem::path path) : path_(std::move(path)) {
    // No second buffer inside of the stream.
    file_.rdbuf()->pubsetbuf(nullptr, 0);
  }

  absl::StatusOr<int64_t> Open(const NativeCall& call) {
    const BlockingRegion unlocked(call.gil, call.self);
    file_.open(path_, std::ios::binary | std::ios::trunc);
    return Check();
  }

  void AppendLine(int64_t number) { absl::StrAppend(&buffer_, number, "\n"); }

  bool buffer_is_full() const { return buffer_.size() >= kBufferSize; }

  absl::StatusOr<int64_t> Write(const NativeCall& call) {
    const BlockingRegion unlocked(call.gil, call.self);
    file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
    return Check();
  }

  absl::StatusOr<int64_t> Close(const NativeCall& call) {
    absl::StatusOr<int64_t> written = Write(call);
    const BlockingRegion unlocked(call.gil, call.self);
    file_.close();
    return written.ok() ? Check() : written;
  }

 private:
  absl::StatusOr<int64_t> Check() const {
    if (file_) return 0;
    return absl::UnavailableError(absl::StrCat("can't write ", path_.string()));
  }

  const std::filesystem::path path_;
  std::ofstream file_;
  std::string buffer_;
};

// A program that opens `file`, calls `line` for each line with its number, and
// closes the file.
Program FileProgram(std::shared_ptr<UnlockedFile> file, Native line) {
  ProgramBuilder b;
  const Variable last = b.Argument();
  const Variable i = b.NewVariable();
  b.Push(0).Call([file](const NativeCall& c) { return file->Open(c); }).Pop();
  For(b, i, 0, last, [&] { b.Load(i).Call(line).Pop(); });
  b.Push(0).Call([file](const NativeCall& c) { return file->Close(c); }).Pop();
  return std::move(b).Build();
}

Native AppendLine(std::shared_ptr<UnlockedFile> file) {
  return [file](const NativeCall& call) {
    file->AppendLine(call.argument);
    return 0;
  };
}

Native WriteLine(std::shared_ptr<UnlockedFile> file) {
  return [file](const NativeCall& call) -> absl::StatusOr<int64_t> {
    file->AppendLine(call.argument);
    return file->buffer_is_full() ? file->Write(call) : 0;
  };
}

// Writes the whole file at once.
Native WriteAll(const std::filesystem::path& path,
                std::shared_ptr<const std::string> bytes) {
  return [path, bytes](const NativeCall& call) -> absl::StatusOr<int64_t> {
    const BlockingRegion unlocked(call.gil, call.self);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
    file.close();
    if (!file) return CannotWrite(path);
    return 0;
  };
}

std::vector<Job> FileJobs(
    const std::filesystem::path& folder, int files, int lines,
    absl::FunctionRef<Native(std::shared_ptr<UnlockedFile>)> line) {
  std::vector<Job> jobs;
  for (int i = 0; i < files; ++i) {
    const std::string name = absl::StrCat(i, ".txt");
    auto file = std::make_shared<UnlockedFile>(folder / name);
    jobs.push_back({name, FileProgram(file, line(file)), {lines - 1}});
  }
  return jobs;
}

}  // namespace

absl::StatusOr<absl::Duration> RunJobs(absl::Span<const Job> jobs, Order order,
                                       Gil& gil, TimelineRecorder* recorder) {
  const auto start = std::chrono::steady_clock::now();
  absl::Status status = RunInOrder(jobs, order, gil, recorder);
  const auto end = std::chrono::steady_clock::now();
  if (!status.ok()) return status;
  return absl::FromChrono(end - start);
}

std::vector<Job> FactoriseJobs(absl::Span<const int32_t> numbers,
                               std::vector<std::vector<int32_t>>* factors) {
  std::vector<Job> jobs;
  for (size_t job = 0; job < numbers.size(); ++job) {
    ProgramBuilder b;
    AddFactorise(b, numbers[job], AppendTo(factors, job));
    jobs.push_back(
        {absl::StrCat("factorise ", numbers[job]), std::move(b).Build()});
  }
  return jobs;
}

Job FactoriseAllJob(absl::Span<const int32_t> numbers,
                    std::vector<std::vector<int32_t>>* factors) {
  ProgramBuilder b;
  for (size_t i = 0; i < numbers.size(); ++i) {
    AddFactorise(b, numbers[i], AppendTo(factors, i));
  }
  return {"factorise", std::move(b).Build()};
}

std::vector<Job> SelectJobs(int calls, absl::Duration timeout) {
  const Native select =
      [timeout](const NativeCall& call) -> absl::StatusOr<int64_t> {
    const BlockingRegion unlocked(call.gil, call.self);
    absl::Status status = BlockingSelect(timeout);
    if (!status.ok()) return status;
    return 0;
  };
  std::vector<Job> jobs;
  for (int i = 1; i <= calls; ++i) {
    ProgramBuilder b;
    b.Push(0).Call(select).Pop();
    jobs.push_back({absl::StrCat("select ", i), std::move(b).Build()});
  }
  return jobs;
}

std::vector<Job> LineJobs(const std::filesystem::path& folder, int files,
                          int lines) {
  return FileJobs(folder, files, lines, WriteLine);
}

std::vector<Job> ChunkJobs(const std::filesystem::path& folder, int files,
                           int lines) {
  return FileJobs(folder, files, lines, AppendLine);
}

std::vector<Job> LargeWriteJobs(const std::filesystem::path& folder, int files,
                                int mebibytes) {
  const auto bytes = std::make_shared<const std::string>(
      static_cast<size_t>(mebibytes) * 1024 * 1024, 'x');
  std::vector<Job> jobs;
  for (int i = 0; i < files; ++i) {
    const std::string name = absl::StrCat("write_", i, ".txt");
    ProgramBuilder b;
    b.Push(0).Call(WriteAll(folder / name, bytes)).Pop();
    jobs.push_back({name, std::move(b).Build()});
  }
  return jobs;
}

std::vector<Job> CountJobs(int threads, int64_t turns) {
  std::vector<Job> jobs;
  for (int i = 1; i <= threads; ++i) {
    ProgramBuilder b;
    const Variable last = b.Argument();
    For(b, b.NewVariable(), 1, last, [] {});
    jobs.push_back({absl::StrCat("thread ", i), std::move(b).Build(), {turns}});
  }
  return jobs;
}

}  // namespace ch37
