// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <semaphore.h>

#include <memory>

#include "common/explorer/internal/engine/turn.h"

namespace explorer::internal {

struct Turn::Semaphore {
  sem_t value;
};

Turn::Turn() : semaphore_(std::make_unique<Semaphore>()) {
  sem_init(&semaphore_->value, /*pshared=*/0, /*value=*/0);
}

Turn::~Turn() { sem_destroy(&semaphore_->value); }

void Turn::Give() { sem_post(&semaphore_->value); }

void Turn::Await() {
  // A signal may cut a wait short. The program's errno is as it was.
  const int error = errno;
  while (sem_wait(&semaphore_->value) != 0) {
  }
  errno = error;
}

}  // namespace explorer::internal
