// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/engine/thread_image_posix.h"

#include <cxxabi.h>
#include <errno.h>
#include <link.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>

#include "absl/base/config.h"

namespace explorer::internal {
namespace {

#if defined(__clang__) && (defined(ABSL_HAVE_ADDRESS_SANITIZER) || \
                           defined(ABSL_HAVE_THREAD_SANITIZER) ||  \
                           defined(ABSL_HAVE_MEMORY_SANITIZER))
constexpr bool kSanitizerInProgram = true;
#else
constexpr bool kSanitizerInProgram = false;
#endif

// dl_iterate_phdr() names the program first. 1: that was all.
int StoreProgram(dl_phdr_info* info, size_t, void* result) {
  *static_cast<dl_phdr_info*>(result) = *info;
  return 1;
}

}  // namespace

ThreadVariables::ThreadVariables()
    : exceptions_(reinterpret_cast<LibraryImage::Exceptions*>(
          abi::__cxa_get_globals())),
      error_(&errno) {
  if (!kSanitizerInProgram) FindProgramVariables();
  FindAllVariables();
}

void ThreadVariables::FindProgramVariables() {
  dl_phdr_info program;
  dl_iterate_phdr(StoreProgram, &program);
  for (int i = 0; i < program.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = program.dlpi_phdr[i];
    if (segment.p_type != PT_TLS) continue;
    program_ = static_cast<char*>(program.dlpi_tls_data);
    size_ = segment.p_memsz;
    initial_ =
        reinterpret_cast<const char*>(program.dlpi_addr + segment.p_vaddr);
    initial_size_ = segment.p_filesz;
  }
}

void ThreadVariables::FindAllVariables() {
  struct Range {
    uintptr_t begin = UINTPTR_MAX;
    uintptr_t end = 0;
  } all;
  const auto widen = [](dl_phdr_info* info, size_t, void* result) {
    Range& range = *static_cast<Range*>(result);
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const ElfW(Phdr)& segment = info->dlpi_phdr[i];
      if (segment.p_type != PT_TLS || info->dlpi_tls_data == nullptr) continue;
      const uintptr_t begin = reinterpret_cast<uintptr_t>(info->dlpi_tls_data);
      range.begin = std::min(range.begin, begin);
      range.end = std::max(range.end, begin + segment.p_memsz);
    }
    return 0;
  };
  dl_iterate_phdr(widen, &all);
  begin_ = all.begin;
  end_ = all.end;
}

void ThreadVariables::MakeNew(ProgramImage* image) const {
  if (size_ == 0) return;
  if (!image->bytes) image->bytes = std::make_unique<char[]>(size_);
  std::memcpy(image->bytes.get(), initial_, initial_size_);
  std::memset(image->bytes.get() + initial_size_, 0, size_ - initial_size_);
}

void ThreadVariables::Save(ProgramImage* image) const {
  if (size_ == 0) return;
  if (!image->bytes) image->bytes = std::make_unique<char[]>(size_);
  std::memcpy(image->bytes.get(), program_, size_);
}

void ThreadVariables::Load(const ProgramImage& image) const {
  if (size_ != 0) std::memcpy(program_, image.bytes.get(), size_);
}

void ThreadVariables::Save(LibraryImage* image) const {
  image->exceptions = *exceptions_;
  image->once_callable = std::__once_callable;
  image->once_call = std::__once_call;
  image->error = *error_;
}

void ThreadVariables::Load(const LibraryImage& image) const {
  *exceptions_ = image.exceptions;
  std::__once_callable = image.once_callable;
  std::__once_call = image.once_call;
  *error_ = image.error;
}

}  // namespace explorer::internal
