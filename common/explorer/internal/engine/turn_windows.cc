// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <memory>

#include "common/explorer/internal/engine/turn.h"

namespace explorer::internal {

struct Turn::Semaphore {
  HANDLE value;
};

Turn::Turn() : semaphore_(std::make_unique<Semaphore>()) {
  semaphore_->value = CreateSemaphoreA(nullptr, 0, 1, nullptr);
}

Turn::~Turn() { CloseHandle(semaphore_->value); }

void Turn::Give() { ReleaseSemaphore(semaphore_->value, 1, nullptr); }

void Turn::Await() { WaitForSingleObject(semaphore_->value, INFINITE); }

}  // namespace explorer::internal
