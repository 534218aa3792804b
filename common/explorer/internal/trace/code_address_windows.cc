// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "common/explorer/internal/trace/code_address.h"

namespace explorer::internal {
namespace {

std::filesystem::path FileOf(HMODULE module) {
  std::wstring name(32'768, L'\0');
  const DWORD length =
      GetModuleFileNameW(module, name.data(), static_cast<DWORD>(name.size()));
  name.resize(length);
  return name;
}

// Where the linker meant the file to be loaded. Read from the file: in memory
// the system writes the true place over it.
std::optional<uint64_t> PreferredBase(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  IMAGE_DOS_HEADER dos = {};
  stream.read(reinterpret_cast<char*>(&dos), sizeof(dos));
  IMAGE_NT_HEADERS64 headers = {};
  stream.seekg(dos.e_lfanew);
  stream.read(reinterpret_cast<char*>(&headers), sizeof(headers));
  if (!stream || headers.Signature != IMAGE_NT_SIGNATURE) return std::nullopt;
  return headers.OptionalHeader.ImageBase;
}

}  // namespace

std::optional<CodeAddress> AddressInFile(const void* code) {
  if (code == nullptr) return std::nullopt;  // would name the program itself
  HMODULE module = nullptr;
  constexpr DWORD kFlags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                           GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  if (!GetModuleHandleExW(kFlags, static_cast<LPCWSTR>(code), &module)) {
    return std::nullopt;
  }
  const std::filesystem::path file = FileOf(module);
  const std::optional<uint64_t> base = PreferredBase(file);
  if (!base) return std::nullopt;
  const uint64_t offset =
      reinterpret_cast<uintptr_t>(code) - reinterpret_cast<uintptr_t>(module);
  return CodeAddress{file.string(), *base + offset};
}

}  // namespace explorer::internal
