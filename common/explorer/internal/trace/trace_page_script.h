// SPDX-License-Identifier: Apache-2.0
//
// The script of a page with a trace: goes from step to step, and shows where
// each thread is then.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_SCRIPT_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_SCRIPT_H_

#include "absl/strings/string_view.h"

namespace explorer::internal {

// JavaScript. The page's JSON has the rows of the table, and the places that
// these name by their index.
inline constexpr absl::string_view kTraceScript = R"js(
'use strict';

function add(parent, name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return parent.appendChild(element);
}

class Trace {
  constructor(root) {
    this.root = root;
    const data = document.getElementById(root.dataset.from);
    Object.assign(this, JSON.parse(data.textContent));
    this.elements = [...root.querySelectorAll('.steps tbody tr')];
    this.panels = root.querySelector('.panels');
    this.at = 0;
    root.classList.add('live');
    for (const hidden of root.querySelectorAll('.tools, .hint')) {
      hidden.hidden = false;
    }
    root.addEventListener('click', event => this.onClick(event));
    document.addEventListener('keydown', event => this.onKey(event));
    this.show(0);
  }

  show(at) {
    this.elements[this.at].removeAttribute('aria-current');
    this.at = Math.max(0, Math.min(this.rows.length - 1, at));
    const element = this.elements[this.at];
    element.setAttribute('aria-current', 'step');
    const {number, thread, words} = this.rows[this.at];
    this.root.querySelector('.shown').textContent =
        `${number ? `step ${number} of ${this.steps}` : 'stuck at the end'}: ` +
        `T${thread} ${words}`;
    this.drawPanels();
    this.drawValues();
    this.scrollTo(element);
  }

  // Within the list of a long trace; the page itself stays where it is.
  scrollTo(element) {
    const list = element.closest('.list');
    const box = list.getBoundingClientRect();
    const own = element.getBoundingClientRect();
    if (own.top < box.top || own.bottom > box.bottom) {
      list.scrollTop += own.top - box.top - box.height / 2;
    }
  }

  // What each thread has done last, by now.
  drawPanels() {
    const last = new Map();
    for (let i = this.at; i >= 0 && last.size < this.threads.length; --i) {
      const row = this.rows[i];
      if (!last.has(row.thread)) last.set(row.thread, row);
    }
    this.panels.textContent = '';
    for (const thread of this.threads) {
      this.drawPanel(thread, last.get(thread));
    }
  }

  drawPanel(thread, row) {
    const acting = this.rows[this.at].thread === thread;
    const panel = add(this.panels, 'section', acting ? 'panel acting' : 'panel');
    add(panel, 'h3', '', (acting ? '\u25B6 ' : '') + `T${thread}`);
    if (!row) return add(panel, 'p', 'where', 'has done nothing yet');
    add(panel, 'p', '', row.words);
    if (row.holds) add(panel, 'p', '', `holds ${row.holds}`);
    const place = this.places[row.place];
    if (!place) return;
    add(panel, 'p', 'where',
        place.at + (place.function ? `, in ${place.function}` : ''));
    const code = add(panel, 'code', 'code');
    place.lines.forEach((text, i) => {
      const current = place.first + i === place.line;
      const line = add(code, 'span', current ? 'line current' : 'line');
      add(line, 'span', 'mark', current ? '\u25B6' : '');
      add(line, 'span', 'number', place.first + i);
      add(line, 'span', 'text', text);
    });
  }

  drawValues() {
    const values = new Map();
    for (let i = 0; i <= this.at; ++i) {
      const {object, after} = this.rows[i];
      if (after !== undefined) values.set(object, after);
    }
    const list = this.root.querySelector('.values');
    list.hidden = values.size === 0;
    list.textContent = '';
    for (const [object, after] of values) {
      const pair = add(list, 'div', '');
      add(pair, 'dt', '', object);
      add(pair, 'dd', '', after);
    }
  }

  press(key) {
    const actions = {
      ArrowLeft: () => this.show(this.at - 1),
      ArrowRight: () => this.show(this.at + 1),
      Home: () => this.show(0),
      End: () => this.show(this.rows.length - 1),
    };
    if (!actions[key]) return false;
    actions[key]();
    return true;
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (this.press(event.key)) event.preventDefault();
  }

  onClick(event) {
    const button = event.target.closest('button');
    if (button) return this.press(button.dataset.key);
    const at = this.elements.indexOf(event.target.closest('tr'));
    if (at >= 0) this.show(at);
  }
}

for (const root of document.querySelectorAll('.trace')) new Trace(root);
)js";

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_SCRIPT_H_
