// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is: what the compiler makes of plain code.

#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "common/explorer/internal/calls/testing/code_under_test.h"
#include "common/explorer/internal/calls/testing/recording_hooks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// Keeps the optimiser from knowing what a pointer points to.
template <typename T>
T* Unknown(T* pointer) {
  asm volatile("" : "+r"(pointer));
  return pointer;
}

class Counter {
 public:
  void Increment(int offset) { count_ += offset; }
  const int* count() const { return &count_; }

 private:
  int count_ = 0;
};

TEST(CompilerCallsTest, AnIncrementIsAReadAndAWrite) {
  Counter counter;
  Name(counter.count(), "count");
  EXPECT_THAT(Record([&] { Unknown(&counter)->Increment(2); }),
              ElementsAre("read count 4", "write count 4"));
  EXPECT_EQ(*counter.count(), 2);
}

template <typename T>
void ExpectsItsSize(const char* read, const char* write) {
  T value = {};
  Name(&value, "value");
  EXPECT_THAT(Record([&] {
                T* unknown = Unknown(&value);
                *unknown = *unknown + 1;
              }),
              ElementsAre(read, write));
}

TEST(CompilerCallsTest, AccessesHaveTheirSize) {
  ExpectsItsSize<uint8_t>("read value 1", "write value 1");
  ExpectsItsSize<uint16_t>("read value 2", "write value 2");
  ExpectsItsSize<uint32_t>("read value 4", "write value 4");
  ExpectsItsSize<uint64_t>("read value 8", "write value 8");
  __extension__ using Wide = __int128;
  ExpectsItsSize<Wide>("read value 16", "write value 16");
  ExpectsItsSize<double>("read value 8", "write value 8");
  ExpectsItsSize<volatile int>("read value 4", "write value 4");
}

struct Packed {
  char before;
  int value;
} __attribute__((packed));

TEST(CompilerCallsTest, UnalignedAccessesAreSeen) {
  Packed packed = {};
  Name(&packed, "packed");
  EXPECT_THAT(Record([&] { Unknown(&packed)->value += 1; }),
              ElementsAre("read packed 4", "write packed 4"));
}

TEST(CompilerCallsTest, AnAccessIsWhereItIsInTheCode) {
  int value = 0;
  Name(&value, "value");
  Record([&] { *Unknown(&value) = 1; });
  const void* first = LatestPc();
  Name(&value, "value");
  Record([&] { *Unknown(&value) = 1; });
  EXPECT_NE(first, nullptr);
  EXPECT_NE(LatestPc(), first);
}

[[gnu::noinline]] void Inner(int* value) { *value = 1; }

TEST(CompilerCallsTest, FunctionsBeginAndEnd) {
  int value = 0;
  Name(&value, "value");
  ListFunctions();
  EXPECT_THAT(Record([&] { Inner(Unknown(&value)); }),
              ElementsAre(StartsWith("enter"), "enter", "write value 4",
                          "leave", "leave"));
}

TEST(CompilerCallsTest, CodeInALibraryIsSeen) {
  const std::unique_ptr<Log> log = NewLog();
  Name(log->count(), "count");
  EXPECT_THAT(
      Record([&] { log->Append("line"); }),
      ElementsAre("lock other", "read-write count 4 seq_cst", "unlock other"));
}

// ---- Copies

struct Large {
  char bytes[200];
};

TEST(CompilerCallsTest, ACopyOfAStructReadsAndWritesAllOfIt) {
  Large from = {};
  Large to = {};
  Name(&from, "from");
  Name(&to, "to");
  EXPECT_THAT(Record([&] { *Unknown(&to) = *Unknown(&from); }),
              UnorderedElementsAre("read from 200", "write to 200"));
}

TEST(CompilerCallsTest, MemoryFunctionsAreSeen) {
  Large from = {};
  Large to = {};
  for (const size_t size : {size_t{1}, size_t{4}, size_t{24}, size_t{200}}) {
    Name(&from, "from");
    Name(&to, "to");
    const std::string read = "read from " + std::to_string(size);
    const std::string write = "write to " + std::to_string(size);
    EXPECT_THAT(Record([&] {
                  memcpy(&to, &from, size);
                  std::memmove(&to, &from, size);
                  memset(&to, 1, size);
                }),
                ElementsAre(read, write, read, write, write));
    EXPECT_EQ(to.bytes[size - 1], 1);
  }
  Name(&to, "to");
  EXPECT_THAT(Record([&] { memcpy(&to, &from, 24); }),
              ElementsAre("write to 24"));
  EXPECT_THAT(Record([&] { memcpy(&to, &from, 0); }), IsEmpty());
}

TEST(CompilerCallsTest, ComparisonsOfMemoryAreSeenUpToWhereItDiffers) {
  char a[] = "same, not this";
  char b[] = "same, but that";
  const auto name = [&] {
    Name(&a, "a");
    Name(&b, "b");
  };
  name();
  EXPECT_THAT(Record([&] { EXPECT_NE(memcmp(a, b, sizeof(a)), 0); }),
              ElementsAre("read a 7", "read b 7"));
  name();
  EXPECT_THAT(Record([&] { EXPECT_EQ(memcmp(a, b, 4), 0); }),
              ElementsAre("read a 4", "read b 4"));
}

TEST(CompilerCallsTest, FunctionsOfTextAreSeenUpToTheEndOfIt) {
  char from[16] = "text";
  char to[16] = "";
  const auto name = [&] {
    Name(&from, "from");
    Name(&to, "to");
  };
  name();
  EXPECT_THAT(Record([&] { EXPECT_EQ(strlen(from), 4u); }),
              ElementsAre("read from 5"));
  name();
  EXPECT_THAT(Record([&] { strcpy(to, from); }),
              ElementsAre("read from 5", "write to 5"));
  EXPECT_STREQ(to, "text");
  name();
  EXPECT_THAT(Record([&] { EXPECT_EQ(strcmp(to, from), 0); }),
              ElementsAre("read to 5", "read from 5"));
  name();
  EXPECT_THAT(Record([&] { strcat(to, from); }),
              ElementsAre("read to 5", "read from 5", StartsWith("write")));
  EXPECT_STREQ(to, "texttext");
  name();
  EXPECT_THAT(Record([&] { strncpy(to, from, 8); }),
              ElementsAre("read from 5", "write to 8"));
  name();
  EXPECT_THAT(Record([&] { snprintf(to, sizeof(to), "%d", 1234); }),
              ElementsAre("write to 5"));
  EXPECT_STREQ(to, "1234");
  name();
  EXPECT_THAT(Record([&] { snprintf(to, 3, "%s", "long text"); }),
              ElementsAre("write to 3"));
  EXPECT_STREQ(to, "lo");
}

TEST(CompilerCallsTest, VectorsAreSeen) {
  std::vector<int> vector(100);
  NameRange(vector.data(), 400, "elements");
  EXPECT_THAT(Record([&] { vector.erase(vector.begin()); }),
              ElementsAre("read elements 396", "write elements 396"));
}

TEST(CompilerCallsTest, StringsAreSeen) {
  std::string text(100, 'a');
  text.reserve(200);
  Name(&text, "string");
  NameRange(text.data(), 200, "characters");
  const std::vector<std::string> lines = Record([&] { text.append("bb"); });
  EXPECT_THAT(lines, Contains("read string 8"));
  EXPECT_THAT(lines, Contains("write string 8"));
  EXPECT_THAT(lines, Contains("write characters 2"));
}

struct Base {
  virtual ~Base() = default;
  virtual int Value() const { return 1; }
};

TEST(CompilerCallsTest, AChangeOfTheDynamicTypeIsAWrite) {
  struct Derived : Base {
    int Value() const override { return 2; }
  };
  alignas(Derived) char memory[sizeof(Derived)] = {};
  Name(&memory, "object");
  EXPECT_THAT(Record([&] { Unknown(new (Unknown(memory)) Derived)->Value(); }),
              Contains("write object 8"));
}

// ---- Atomics

template <typename T>
void ExpectsAtomics(const std::string& size) {
  std::atomic<T> atomic = 1;
  Name(&atomic, "a");
  T seen = 0;
  EXPECT_THAT(
      Record([&] {
        seen = atomic.load(std::memory_order_acquire);
        atomic.store(2, std::memory_order_release);
        seen += atomic.exchange(3, std::memory_order_acq_rel);
        seen += atomic.fetch_add(1, std::memory_order_relaxed);
        seen += atomic.fetch_sub(2);
        T expected = 2;
        seen += atomic.compare_exchange_strong(expected, 12);
        seen += atomic.compare_exchange_weak(expected, 13);
        seen += expected;
        seen += atomic.fetch_and(6);
        seen += atomic.fetch_or(3);
        seen += atomic.fetch_xor(1);
      }),
      ElementsAre("load a " + size + " acquire", "store a " + size + " release",
                  "read-write a " + size + " acq_rel",
                  "read-write a " + size + " relaxed",
                  "read-write a " + size + " seq_cst",
                  "read-write a " + size + " seq_cst",
                  "read-write a " + size + " seq_cst",
                  "read-write a " + size + " seq_cst",
                  "read-write a " + size + " seq_cst",
                  "read-write a " + size + " seq_cst"));
  EXPECT_EQ(atomic.load(), T{6});
  EXPECT_EQ(seen, T{1 + 2 + 3 + 4 + 1 + 0 + 12 + 12 + 4 + 7});
}

TEST(CompilerCallsTest, AtomicsAreHooksAndOperations) {
  ExpectsAtomics<uint8_t>("1");
  ExpectsAtomics<int16_t>("2");
  ExpectsAtomics<int32_t>("4");
  ExpectsAtomics<uint64_t>("8");
}

TEST(CompilerCallsTest, AtomicsDoTheSameOutsideOfAnExploration) {
  std::atomic<int> atomic = 1;
  EXPECT_EQ(atomic.exchange(5), 1);
  EXPECT_EQ(atomic.fetch_add(2), 5);
  int expected = 8;
  EXPECT_FALSE(atomic.compare_exchange_strong(expected, 1));
  EXPECT_EQ(expected, 7);
  EXPECT_TRUE(atomic.compare_exchange_strong(expected, 1));
  atomic.store(6);
  EXPECT_EQ(atomic.fetch_and(3), 6);
  EXPECT_EQ(atomic.load(), 2);
}

// The compilers call these for 16 bytes only where they are told that the
// machine has them.
__extension__ using Int128 = __int128;
extern "C" Int128 __tsan_atomic128_load(const volatile Int128*, int);
extern "C" void __tsan_atomic128_store(volatile Int128*, Int128, int);
extern "C" Int128 __tsan_atomic128_fetch_add(volatile Int128*, Int128, int);

TEST(CompilerCallsTest, AtomicsOf16BytesAreWhole) {
  alignas(16) Int128 value = 1;
  Name(&value, "value");
  const Int128 large = Int128{7} << 100;
  EXPECT_THAT(Record([&] {
                __tsan_atomic128_fetch_add(&value, large, __ATOMIC_SEQ_CST);
              }),
              ElementsAre("read-write value 16 seq_cst"));
  EXPECT_TRUE(value == large + 1);
  __tsan_atomic128_store(&value, large, __ATOMIC_SEQ_CST);
  EXPECT_TRUE(__tsan_atomic128_load(&value, __ATOMIC_SEQ_CST) == large);
}

TEST(CompilerCallsTest, FencesAreSeen) {
  EXPECT_THAT(
      Record([] { std::atomic_thread_fence(std::memory_order_acquire); }),
      ElementsAre("fence 2"));
}

TEST(CompilerCallsTest, SharedPointersCountAtomically) {
  auto pointer = std::make_shared<int>(1);
  // The counts lie before the object, in one block.
  NameRange(reinterpret_cast<char*>(pointer.get()) - 8, 8, "counts");
  EXPECT_THAT(Record([&] { std::shared_ptr<int> copy = pointer; }),
              ElementsAre(StartsWith("read-write counts 4"),
                          StartsWith("read-write counts 4")));
}

}  // namespace
}  // namespace explorer::internal
