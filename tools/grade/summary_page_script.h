// SPDX-License-Identifier: Apache-2.0
//
// What can be done with summary.html: find students, sort them, open what a
// link leads to. Without script all of them are there, in the order of their
// names.

#ifndef TOOLS_GRADE_SUMMARY_PAGE_SCRIPT_H_
#define TOOLS_GRADE_SUMMARY_PAGE_SCRIPT_H_

#include "absl/strings/string_view.h"

namespace grade {

// JavaScript.
inline constexpr absl::string_view kSummaryScript = R"js(
'use strict';
const tools = document.querySelector('.tools');
const body = document.querySelector('.students tbody');
const rows = [...body.rows];
const find = document.getElementById('find');
const only = document.getElementById('only');
const order = document.getElementById('order');
const shown = document.querySelector('.shown');

function isWanted(row) {
  const words = row.dataset.words.split(' ');
  const text = row.cells[0].textContent.toLowerCase();
  return (only.value === '' || words.includes(only.value)) &&
      text.includes(find.value.trim().toLowerCase());
}

function filter() {
  let count = 0;
  for (const row of rows) {
    row.hidden = !isWanted(row);
    document.getElementById(row.dataset.details).hidden = row.hidden;
    if (!row.hidden) ++count;
  }
  shown.textContent = `${count} of ${rows.length} shown`;
}

// Who has no mark yet comes first in either direction.
function sort() {
  const sign = {least: 1, most: -1}[order.value] ?? 0;
  const points = row => row.dataset.points === '' ? -sign * Infinity :
                                                    Number(row.dataset.points);
  const sorted = sign === 0 ? rows : [...rows].sort(
      (a, b) => points(a) === points(b) ? 0 : sign * (points(a) - points(b)));
  body.append(...sorted);
}

// A link to a student opens all that is told of them.
function open(id) {
  const target = document.getElementById(id);
  if (target === null) return;
  const all = target.matches('details') ? [target] :
      target.closest('section')?.querySelectorAll('details') ?? [];
  for (const details of all) details.open = true;
}

find.addEventListener('input', filter);
only.addEventListener('change', filter);
order.addEventListener('change', sort);
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link) open(decodeURIComponent(link.hash.slice(1)));
});
addEventListener('hashchange', () => open(
    decodeURIComponent(location.hash.slice(1))));
open(decodeURIComponent(location.hash.slice(1)));
tools.hidden = false;
filter();
sort();
)js";

}  // namespace grade

#endif  // TOOLS_GRADE_SUMMARY_PAGE_SCRIPT_H_
