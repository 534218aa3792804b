// SPDX-License-Identifier: Apache-2.0
//
// The classic programs for tools that read C: nidhugg and GenMC. Which one is
// chosen as it is compiled, for example
//   -DLOCKED -DTHREADS=4 -DTIMES=3
// As ordinary programs, they run once and end with 0.

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

// The body of thread number `i`, and how many threads there are.

#if defined(UNLOCKED)

// Two atomic accesses instead of a plain count += 1, which both tools would
// report as a data race. There are as many orders to tell apart.
#define BODIES THREADS
static atomic_int count;
static void Body(int i) {
  (void)i;
  for (int k = 0; k < TIMES; ++k) {
    int old = atomic_load(&count);
    atomic_store(&count, old + 1);
  }
}

#elif defined(LOCKED)

#define BODIES THREADS
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int count;
static void Body(int i) {
  (void)i;
  for (int k = 0; k < TIMES; ++k) {
    pthread_mutex_lock(&mutex);
    count += 1;
    pthread_mutex_unlock(&mutex);
  }
}

#elif defined(READERS)

#define BODIES (THREADS + 1)
static atomic_int x;
static void Body(int i) {
  if (i == 0) {
    atomic_store(&x, 1);
  } else {
    (void)atomic_load(&x);
  }
}

#elif defined(LAST_ZERO)

#define BODIES (THREADS + 1)
static atomic_int array[THREADS + 1];
static void Body(int i) {
  if (i == 0) {
    int last = THREADS;
    while (atomic_load(&array[last]) != 0) --last;
  } else {
    atomic_store(&array[i], atomic_load(&array[i - 1]) + 1);
  }
}

#elif defined(PHILOSOPHERS)

#define BODIES THREADS
static pthread_mutex_t forks[THREADS];
static void Body(int i) {
  int first = i;
  int second = (i + 1) % THREADS;
  if (first > second) {
    first = second;
    second = i;
  }
  pthread_mutex_lock(&forks[first]);
  pthread_mutex_lock(&forks[second]);
  pthread_mutex_unlock(&forks[second]);
  pthread_mutex_unlock(&forks[first]);
}

#elif defined(INDEXER)

#define BODIES THREADS
#define TABLE_SIZE 128
#define INSERTS 4
static atomic_int table[TABLE_SIZE];
static void Body(int i) {
  for (int m = 1; m <= INSERTS; ++m) {
    const int value = m * 11 + i;
    int hash = value * 7 % TABLE_SIZE;
    for (;;) {
      int empty = 0;
      if (atomic_compare_exchange_strong(&table[hash], &empty, value)) break;
      hash = (hash + 1) % TABLE_SIZE;
    }
  }
}

#else
#error "define UNLOCKED, LOCKED, READERS, LAST_ZERO, PHILOSOPHERS or INDEXER"
#endif

static void* Run(void* i) {
  Body((int)(intptr_t)i);
  return 0;
}

int main(void) {
  pthread_t threads[BODIES];
#ifdef PHILOSOPHERS
  for (int i = 0; i < THREADS; ++i) pthread_mutex_init(&forks[i], 0);
#endif
  for (int i = 0; i < BODIES; ++i) {
    pthread_create(&threads[i], 0, Run, (void*)(intptr_t)i);
  }
  for (int i = 0; i < BODIES; ++i) pthread_join(threads[i], 0);
  return 0;
}
