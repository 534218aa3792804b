// SPDX-License-Identifier: Apache-2.0
//
// Something that takes its time to answer: a sensor, a disk, a server.
//
// Thread safety: different devices may be read at the same time; one device by
// one thread at a time.

#ifndef LABS_CH37_EXERCISES_2_OVERLAP_DEVICE_H_
#define LABS_CH37_EXERCISES_2_OVERLAP_DEVICE_H_

#include <cstdint>

namespace ch37 {

class Device {
 public:
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  virtual ~Device() = default;

  // Blocks until the device answers, as a system call would. That may take as
  // long as it likes, and need not be the same for two devices.
  virtual int64_t Read() = 0;
};

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_2_OVERLAP_DEVICE_H_
