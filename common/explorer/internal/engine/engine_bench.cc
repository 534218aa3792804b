// SPDX-License-Identifier: Apache-2.0
//
// What a switch costs, and an execution of two threads; fibers against threads.
//
//   bazel run //common/explorer/internal/engine:engine_bench

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>

#include "common/explorer/internal/engine/engine.h"

namespace explorer::internal {
namespace {

// Some of its own for each thread, as programs have.
thread_local int64_t t_counters[32];

void SwitchForEver(void* engine) {
  while (true) {
    ++t_counters[0];
    static_cast<Engine*>(engine)->SwitchTo(Engine::kHome);
  }
}

void End(void* engine) {
  static_cast<Engine*>(engine)->RunThreadExit();
  static_cast<Engine*>(engine)->ExitTo(Engine::kHome);
}

// There and back: two switches.
void Switch(benchmark::State& state, std::unique_ptr<Engine> engine) {
  engine->Prepare(1, SwitchForEver, engine.get());
  for (auto _ : state) engine->SwitchTo(1);
  state.SetItemsProcessed(2 * state.iterations());
  state.counters["s/switch"] = benchmark::Counter(
      2.0 * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  engine->Reset();
}

void BM_SwitchOfFibers(benchmark::State& state) {
  Switch(state, NewFiberEngine({}));
}
BENCHMARK(BM_SwitchOfFibers)->UseRealTime();

void BM_SwitchOfThreads(benchmark::State& state) {
  Switch(state, NewThreadEngine({}));
}
BENCHMARK(BM_SwitchOfThreads)->UseRealTime();

void Execution(benchmark::State& state, std::unique_ptr<Engine> engine) {
  for (auto _ : state) {
    for (int id : {1, 2}) engine->Prepare(id, End, engine.get());
    for (int id : {1, 2}) engine->SwitchTo(id);
    engine->Reset();
  }
}

void BM_ExecutionOfFibers(benchmark::State& state) {
  Execution(state, NewFiberEngine({}));
}
BENCHMARK(BM_ExecutionOfFibers)->UseRealTime();

void BM_ExecutionOfThreads(benchmark::State& state) {
  Execution(state, NewThreadEngine({}));
}
BENCHMARK(BM_ExecutionOfThreads)->UseRealTime();

}  // namespace
}  // namespace explorer::internal

BENCHMARK_MAIN();
