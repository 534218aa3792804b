// SPDX-License-Identifier: Apache-2.0

#include <link.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "common/explorer/internal/trace/code_address.h"

namespace explorer::internal {
namespace {

struct Search {
  uintptr_t code;
  std::optional<CodeAddress> found;
};

// The program itself has no name there.
std::string FileOf(const dl_phdr_info& object) {
  if (object.dlpi_name != nullptr && object.dlpi_name[0] != '\0') {
    return object.dlpi_name;
  }
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

// Addresses in the file count from the program's beginning, wherever the system
// has put that.
int LookInto(dl_phdr_info* object, size_t /*size*/, void* argument) {
  Search& search = *static_cast<Search*>(argument);
  const uintptr_t address = search.code - object->dlpi_addr;
  for (size_t i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    if (address - segment.p_vaddr >= segment.p_memsz) continue;
    search.found = CodeAddress{FileOf(*object), address};
    return 1;  // no need to look on
  }
  return 0;
}

}  // namespace

std::optional<CodeAddress> AddressInFile(const void* code) {
  Search search = {reinterpret_cast<uintptr_t>(code), std::nullopt};
  dl_iterate_phdr(LookInto, &search);
  if (search.found && search.found->file.empty()) return std::nullopt;
  return search.found;
}

}  // namespace explorer::internal
