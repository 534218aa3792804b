// SPDX-License-Identifier: Apache-2.0
//
// How summary.html looks, beside what every page of ours does
// (common/lab/internal/report_style.h).

#ifndef TOOLS_GRADE_SUMMARY_PAGE_STYLE_H_
#define TOOLS_GRADE_SUMMARY_PAGE_STYLE_H_

#include "absl/strings/string_view.h"

namespace grade {

// CSS. Where the screen is narrow, each row of a table is a block of its own,
// and says beside each cell what it is.
inline constexpr absl::string_view kSummaryStyle = R"css(
:root { --pass: #e2f3e2; --fail: #fae4e1; --open: #fff0bd; }
@media screen and (prefers-color-scheme: dark) {
  :root { --pass: #16381a; --fail: #451c19; --open: #453a10; }
}
body { max-width: 120rem; }
.environment, .note, .verdicts, .student { max-width: 76rem; }
dl.environment { justify-content: start; column-gap: 4rem; }
a { color: inherit; text-underline-offset: .15em; }
table { margin-top: 1rem; }
thead th { font-weight: 600; }
.wide { max-width: max-content; max-height: 85vh; overflow: auto; }
.wide table { margin: 0; }
.wide thead th, .wide th:first-child {
  position: sticky; top: 0; left: 0; z-index: 1; background: var(--page);
}
.wide thead th:first-child { z-index: 2; }
th, td, tbody th[scope=row] {
  padding: .3rem .6rem; text-align: left; vertical-align: top;
  white-space: normal; overflow-wrap: anywhere;
}
th:first-child, tbody th[scope=row] { padding-left: 0; font-weight: 600; }
.students th:first-child { min-width: 10rem; max-width: 18rem; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.cell {
  min-width: 6.5rem; border-left: 3px solid var(--page); overflow-wrap: normal;
}
.name, .late { color: var(--quiet); font-weight: 400; }
.name { display: block; padding: 0; }
.pass { background: var(--pass); } .fail { background: var(--fail); }
.open { background: var(--open); }
.tools { gap: .5rem 1.25rem; align-items: end; margin: .75rem 0 1rem; }
.tools label { display: grid; color: var(--quiet); }
.tools input, .tools select {
  height: 2.1rem; width: 12rem; padding: .2rem .4rem; font: inherit;
  color: var(--text); background: var(--page); border: 1px solid var(--edge);
  border-radius: .25rem;
}
.shown { margin: 0; line-height: 2.1rem; }
section.student h3 { margin-top: 1rem; }
summary { cursor: pointer; padding: .15rem 0; }
:target > summary, :target > h3 { background: var(--note); }
details pre {
  margin: .25rem 0 1rem; padding: .6rem .75rem; background: var(--lane);
  white-space: pre-wrap; font-size: .8125rem;
}
@media screen and (max-width: 44rem) {
  .wide { max-height: none; }
  .wide th:first-child { position: static; }
  thead { display: none; }
  table, tbody, tr { display: block; }
  tr { padding: .5rem 0; border-top: 1px solid var(--rule); }
  tr[hidden] { display: none; }
  tbody th[scope=row], td, td.number, td.cell {
    display: block; padding: .1rem .4rem; text-align: left;
    white-space: normal; max-width: none;
  }
  tbody th[scope=row], tbody tr + tr > *, td.cell { border: 0; }
  td[data-label]::before { content: attr(data-label) ": "; }
}
@media print { .wide { max-height: none; overflow: visible; } }
)css";

}  // namespace grade

#endif  // TOOLS_GRADE_SUMMARY_PAGE_STYLE_H_
