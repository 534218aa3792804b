// SPDX-License-Identifier: Apache-2.0
//
// Where code of this process stands in the file that it was loaded from, by
// which debug information knows it.
//
//   std::optional<CodeAddress> at = AddressInFile(pc);
//   // addr2line -e at->file at->address
//
// Thread safety: any thread.
//
// Sources: man 3 dl_iterate_phdr; "PE Format" in the Windows documentation.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_CODE_ADDRESS_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_CODE_ADDRESS_H_

#include <cstdint>
#include <optional>
#include <string>

namespace explorer::internal {

struct CodeAddress {
  std::string file;  // the program or a shared library
  uint64_t address = 0;
};

// nullopt: the address is in no file.
std::optional<CodeAddress> AddressInFile(const void* code);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_CODE_ADDRESS_H_
