// SPDX-License-Identifier: Apache-2.0
//
// How a report looks: on paper, in the dark, on a telephone.

#ifndef COMMON_LAB_INTERNAL_REPORT_STYLE_H_
#define COMMON_LAB_INTERNAL_REPORT_STYLE_H_

#include "absl/strings/string_view.h"

namespace lab {

// CSS. Colours are named by what they are for; a second set takes their place
// where the reader prefers a dark page, but not on paper.
inline constexpr absl::string_view kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #fdfcfa; --text: #22252a; --quiet: #5b616b; --rule: #dcd9d2;
  --grid: #e7e4dd; --bar: #4c82b0; --edge: #6b717b; --note: #f4eede;
  --run: #2b6ea6; --lane: #f3f1ec;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #17191d; --text: #e6e4df; --quiet: #a3a8b1; --rule: #363a42;
    --grid: #2a2e35; --bar: #5f93c0; --edge: #8b919b; --note: #2d2a20;
    --run: #79b4e6; --lane: #1d2025;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1rem 3rem; max-width: 54rem;
  color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial,
    sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2 {
  font-family: Charter, "Bitstream Charter", "Iowan Old Style",
    "Palatino Linotype", Palatino, Georgia, serif;
  font-weight: 600; line-height: 1.2; text-wrap: balance;
}
h1 { margin: 0 0 1.25rem; font-size: 2rem; }
h2 { margin: 2.75rem 0 .25rem; font-size: 1.4rem; }
h3 { margin: 1.5rem 0 .25rem; font-size: 1rem; font-weight: 600; }
p { margin: .75rem 0; max-width: 42rem; }
dl.environment {
  display: flex; flex-wrap: wrap; justify-content: space-between;
  gap: .75rem 2rem; margin: 0; padding: .9rem 0;
  border: solid var(--rule); border-width: 1px 0; font-size: .875rem;
}
dl.environment div { min-width: 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.note {
  margin: 1.5rem 0 0; padding: .75rem 1rem; max-width: none;
  background: var(--note); border-left: 4px solid var(--edge);
}
.note ul { margin: .25rem 0 0; padding-left: 1.25rem; }
.legend { margin-top: 1.75rem; }
figure { margin: 0; }
figcaption { max-width: 42rem; color: var(--quiet); font-size: .9375rem; }
.row {
  display: grid; align-items: center; column-gap: 1rem;
  grid-template: "name bar figures" auto / 10rem minmax(0, 1fr) 9.5rem;
}
.name { grid-area: name; line-height: 1.25; padding: .15rem 0; }
.against { color: var(--quiet); font-size: .8125rem; }
.name .against { display: block; }
.bar, .axis { grid-area: bar; display: block; overflow: visible; }
.figures {
  grid-area: figures; display: grid; column-gap: .75rem;
  grid-template-columns: 1fr 5rem; text-align: right; white-space: nowrap;
}
.time { grid-column: 2; color: var(--quiet); }
.none { grid-column: 1 / -1; color: var(--quiet); }
.patterns { position: absolute; }
.patterns path { stroke: var(--edge); stroke-width: 1.5; }
.way { fill: var(--bar); }
.baseline { fill: url(#hatch); stroke: var(--edge); }
.grid { stroke: var(--grid); }
.one { stroke: var(--text); stroke-width: 1.5; }
.halo { stroke: var(--page); stroke-width: 4.5; stroke-linecap: square; }
.spread { stroke: var(--text); stroke-width: 1.5; }
.axis text { fill: var(--quiet); font-size: .8125rem; }
.keys {
  display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 1rem 0 0;
  padding: 0; list-style: none; font-size: .9375rem;
}
.keys li { display: flex; align-items: center; gap: .5rem; }
.quiet, .hint, .thinned { color: var(--quiet); font-size: .875rem; }
.timelines { margin: 1rem 0 0; }
.tools {
  display: flex; flex-wrap: wrap; align-items: center; gap: .35rem;
  font-size: .875rem;
}
.tools[hidden] { display: none; }
.tools button {
  padding: .3rem .7rem; color: inherit; background: var(--note); font: inherit;
  border: 1px solid var(--edge); border-radius: .25rem; cursor: pointer;
}
.shown { margin-left: .5rem; color: var(--quiet); }
.plots { position: relative; touch-action: pan-y; }
.plots[tabindex] .lane { cursor: grab; user-select: none; }
.plots:focus-visible, button:focus-visible {
  outline: 2px solid var(--text); outline-offset: 4px;
}
.timeline { margin: 1.5rem 0 0; }
.timeline h3 { margin: 0; color: var(--text); }
.timeline figcaption, .thinned {
  position: relative; z-index: 1; max-width: none; margin: 0;
  padding-bottom: .5rem; background: var(--page);
}
.thinned code { white-space: nowrap; }
.lane {
  display: grid; align-items: center; column-gap: 1rem; margin-bottom: 3px;
  grid-template: "name track" auto / 7rem minmax(0, 1fr);
}
.lane .name { font-size: .875rem; padding: 0; }
.chosen .name { font-weight: 600; }
.track, .times { grid-column: 2; display: block; width: 100%; }
.track { height: 20px; background: var(--lane); shape-rendering: crispEdges; }
.times { overflow: visible; }
.times text { fill: var(--quiet); font-size: .8125rem; }
.times line { stroke: var(--edge); }
.running { fill: var(--run); }
.waiting { fill: url(#stripes); }
.blocked { fill: url(#dots); }
.swatch { background: var(--lane); }
.patterns rect { fill: var(--page); }
#stripes path { stroke-width: 1; }
#dots path { stroke-width: 2; }
.cursor {
  position: absolute; top: 0; bottom: 0; width: 1px; pointer-events: none;
  background: var(--text);
}
.readout {
  position: absolute; z-index: 2; padding: .3rem .6rem; pointer-events: none;
  white-space: pre-line; max-width: 20rem; font-size: .8125rem;
  color: var(--page); background: var(--text); border-radius: .25rem;
}
.cursor[hidden], .readout[hidden] { display: none; }
kbd { padding: 0 .3em; border: 1px solid var(--rule); border-radius: .2em; }
table {
  width: 100%; margin: 1.75rem 0 0; border-collapse: collapse;
  font-size: .9375rem;
}
caption {
  padding-bottom: .35rem; text-align: left; color: var(--quiet);
}
th, td {
  padding: .3rem 0 .3rem .75rem; text-align: right; font-weight: 400;
  vertical-align: baseline;
}
thead th, td { overflow-wrap: normal; }
td { white-space: nowrap; }
th:first-child { padding-left: 0; text-align: left; }
thead th { border-bottom: 1px solid var(--edge); color: var(--quiet); }
tbody th[scope=rowgroup] { padding-top: .75rem; font-weight: 600; }
tbody th[scope=row] { padding-left: 1rem; }
tbody tr + tr > * { border-top: 1px solid var(--grid); }
footer {
  margin-top: 3rem; padding-top: .9rem; border-top: 1px solid var(--rule);
  color: var(--quiet); font-size: .875rem;
}
@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.6rem; }
  .row {
    column-gap: .75rem;
    grid-template: "name figures" auto "bar bar" auto / minmax(0, 1fr) auto;
  }
  .name, .figures { align-self: end; }
  .figures { grid-template-columns: auto 4.5rem; }
  .bar { margin-bottom: .35rem; }
  dl.environment { justify-content: start; }
  table { font-size: .8125rem; }
  th, td { padding-left: .4rem; }
  tbody th[scope=row] { padding-left: .5rem; }
  .lane { grid-template: "name" auto "track" auto / minmax(0, 1fr); }
  .track, .times { grid-column: 1; }
  .tools button { padding: .3rem .5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .workload, tbody, .note, .timeline { break-inside: avoid; }
  .tools, .hint, .cursor, .readout { display: none; }
  .plots:focus-visible { outline: none; }
  h2, h3, figcaption { break-after: avoid; }
}
)css";

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_REPORT_STYLE_H_
