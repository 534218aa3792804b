// SPDX-License-Identifier: Apache-2.0
//
// How a trace looks, beside what it shares with the reports (report_style.h in
// common/lab): what matters is marked by more than a colour.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_STYLE_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_STYLE_H_

#include "absl/strings/string_view.h"

namespace explorer::internal {

// CSS.
inline constexpr absl::string_view kTraceStyle = R"css(
code, pre {
  font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo,
    Consolas, monospace;
  font-size: .8125rem;
}
pre { margin: .25rem 0; white-space: pre-wrap; }
.tools { margin-top: 1rem; }
.values { margin-top: 1rem; }
.values[hidden] { display: none; }
.panels {
  display: grid; gap: 1rem; margin-top: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
}
.panel { padding: .6rem .8rem; border: 1px solid var(--rule); min-width: 0; }
.panel.acting { outline: 3px solid var(--text); }
.panel h3 { margin: 0; }
.panel p { margin: .1rem 0; font-size: .875rem; }
.panel .where { color: var(--quiet); }
.code { display: block; margin-top: .4rem; }
.line {
  display: grid; grid-template-columns: 1.2rem 2.2rem minmax(0, 1fr);
  white-space: pre-wrap;
}
.line .number { color: var(--quiet); }
.line.current { font-weight: 700; background: var(--lane); }
.line.current .number { color: inherit; }
.steps th, .steps td, .steps th:first-child {
  padding: .3rem .6rem .3rem 0; text-align: left; white-space: normal;
  min-width: 0; overflow-wrap: anywhere;
}
.steps thead th { white-space: nowrap; overflow-wrap: normal; }
.steps td.number { color: var(--quiet); white-space: nowrap; }
.steps td.number::before {
  content: ""; display: inline-block; width: 1.1rem; color: var(--text);
}
.steps tr[aria-current] td.number::before { content: "\25B6"; }
.steps tr[aria-current] {
  background: var(--lane); outline: 2px solid var(--edge);
}
.live .steps tbody tr { cursor: pointer; }
.live .long { max-height: 60vh; overflow-y: auto; }
.many .steps thead { display: none; }
.many .steps tr { display: flex; flex-wrap: wrap; column-gap: .6rem; }
.many .steps td { border: 0; }
.many .steps td:empty { display: none; }
.many .steps td[data-thread]::before {
  content: attr(data-thread) " "; font-weight: 600;
}
@media (max-width: 40rem) {
  .steps thead { display: none; }
  .steps tr { display: flex; flex-wrap: wrap; column-gap: .6rem; }
  .steps td, .steps tbody tr + tr > td { border: 0; padding: .15rem 0; }
  .steps tbody tr { padding: .2rem 0; border-top: 1px solid var(--grid); }
  .steps td:empty { display: none; }
  .steps td[data-thread]::before {
    content: attr(data-thread) " "; font-weight: 600;
  }
}
@media print {
  .live .long { max-height: none; }
  .panel, .steps tr { break-inside: avoid; }
}
)css";

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_STYLE_H_
