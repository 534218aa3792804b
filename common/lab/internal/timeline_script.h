// SPDX-License-Identifier: Apache-2.0
//
// The script of a page with timelines: zoom, move, and say what is under the
// pointer. It draws into the picture that stands in the page without it
// (timeline_section.h), in the same way (timeline_drawing.h).

#ifndef COMMON_LAB_INTERNAL_TIMELINE_SCRIPT_H_
#define COMMON_LAB_INTERNAL_TIMELINE_SCRIPT_H_

#include "absl/strings/string_view.h"

namespace lab {

// JavaScript. Times are nanoseconds; a span is what the page's JSON has between
// brackets; `view` is the part of the time that is shown.
inline constexpr absl::string_view kTimelineScript = R"js(
'use strict';
const HEIGHT = 20;
const LEAST_HEIGHT = 3;
const NAMES = ['blocked', 'waiting', 'running'];  // from back to front
const WORDS = ['running', 'waiting for the lock', 'blocked in the system'];
const UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];

// ---- Data -------------------------------------------------------------------

function decode(spans) {
  let time = 0;
  return spans.map(([gap, length, ...rest]) => {
    const begin = time + gap;
    time = begin + length;
    const single = rest.length === 1;
    return {
      begin, end: time, length,
      parts: single ? [0, 1, 2].map(a => a === rest[0] ? length : 0) : rest,
      activity: rest[0],
      count: single ? 1 : rest[3],
    };
  });
}

// The index of the first span that ends after `time`.
function firstAfter(spans, time) {
  let low = 0, high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle].end > time) high = middle; else low = middle + 1;
  }
  return low;
}

// ---- Drawing ----------------------------------------------------------------

function fillColumns(spans, view, count) {
  const width = (view.to - view.from) / count;
  const columns = Array.from(
      {length: count}, () => ({time: [0, 0, 0], ran: false, mixed: false}));
  for (let i = firstAfter(spans, view.from);
       i < spans.length && spans[i].begin < view.to; ++i) {
    const {begin, end, length, parts} = spans[i];
    const first = Math.floor(Math.max(0, (begin - view.from) / width));
    const last = Math.floor(Math.min(count - 1, (end - view.from) / width));
    for (let c = first; c <= last; ++c) {
      const overlap = Math.min(end, view.from + (c + 1) * width) -
          Math.max(begin, view.from + c * width);
      if (overlap <= 0) continue;
      for (let a = 0; a < 3; ++a) {
        columns[c].time[a] += overlap * parts[a] / length;
      }
      if (parts[0] > 0) columns[c].ran = true;
      if (spans[i].count > 1 || length < width) columns[c].mixed = true;
    }
  }
  return columns;
}

function heights({time, ran, mixed}, width) {
  let shares = time;
  if (!mixed) {
    const nothing = width - time[0] - time[1] - time[2];
    const most = Math.max(...time, nothing);
    shares = time.map(t => t === most && nothing !== most ? width : 0);
  }
  let sum = 0;
  let low = mixed && ran ? LEAST_HEIGHT : 0;
  return shares.map(share => {
    sum += share;
    low = Math.max(
        low, Math.floor(HEIGHT * Math.min(1, sum / width) + 0.5));
    return low;
  });
}

function skyline(tops) {
  let path = '';
  let last = 0;
  tops.forEach((top, x) => {
    if (top === last) return;
    path += (path ? `H${x}` : `M${x} ${HEIGHT}`) + `V${HEIGHT - top}`;
    last = top;
  });
  return last ? `${path}H${tops.length}V${HEIGHT}` : path;
}

function drawTrack(svg, spans, view, columns) {
  svg.setAttribute('viewBox', `0 0 ${columns} ${HEIGHT}`);
  const width = (view.to - view.from) / columns;
  const tops = [[], [], []];
  for (const column of fillColumns(spans, view, columns)) {
    const own = heights(column, width);
    own.forEach((h, a) => tops[a].push(a === 0 || h > own[a - 1] ? h : 0));
  }
  NAMES.forEach((name, i) => {
    svg.querySelector('.' + name).setAttribute('d', skyline(tops[2 - i]));
  });
}

function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find(n => n * power >= least * (1 - 1e-9));
}

function drawAxis(svg, view, pixels) {
  const range = view.to - view.from;
  const step = roundStep(range / (pixels < 500 ? 3 : 5));
  const [unit, size] = UNITS.find(u => u[1] <= view.to) || UNITS[3];
  const decimals = Math.max(0, -Math.floor(Math.log10(step / size) + 1e-9));
  svg.textContent = '';
  const add = (name, attributes) => {
    const element = document.createElementNS(svg.namespaceURI, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    return svg.appendChild(element);
  };
  for (let i = Math.ceil(view.from / step - 1e-9); i * step <= view.to; ++i) {
    const at = 100 * (i * step - view.from) / range;
    add('line', {x1: at + '%', x2: at + '%', y1: 0, y2: 5});
    const anchor = at < 6 ? 'start' : at > 94 ? 'end' : 'middle';
    add('text', {x: at + '%', y: 18, 'text-anchor': anchor}).textContent =
        `${(i * step / size).toFixed(decimals)}\u00a0${unit}`;
  }
}

// ---- Words ------------------------------------------------------------------

// Three significant digits.
function lengthInWords(time) {
  const [unit, size] = UNITS.find(u => time / u[1] >= 0.9995) || UNITS[3];
  const value = time / size;
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(decimals)} ${unit}`;
}

function momentInWords(time) { return `${(time / 1e6).toFixed(3)} ms`; }

function spanInWords(span) {
  if (!span) return 'nothing recorded';
  const place = `from ${momentInWords(span.begin)} for ${
      lengthInWords(span.length)}`;
  if (span.count === 1) return `${WORDS[span.activity]}\n${place}`;
  const shares = WORDS.map((word, a) => [span.parts[a] / span.length, word])
                     .filter(([share]) => share > 0)
                     .map(([share, word]) =>
                              `${(100 * share).toFixed(1)} % ${word}`);
  return `${span.count} intervals: ${shares.join(', ')}\n${place}`;
}

// ---- A section --------------------------------------------------------------

class Timelines {
  constructor(root) {
    const data = JSON.parse(
        document.getElementById(root.dataset.from).textContent);
    this.plots = root.querySelector('.plots');
    this.shown = root.querySelector('.shown');
    this.axes = [...root.querySelectorAll('.times')];
    this.length = data.length;
    this.view = {from: 0, to: data.length};
    const svgs = root.querySelectorAll('.track');
    this.lanes = data.timelines.flatMap(
        timeline => timeline.tracks.map(track => ({
          title: timeline.title, name: track.name, spans: decode(track.spans),
        })));
    this.lanes.forEach((lane, i) => { lane.svg = svgs[i]; });
    this.lane = 0;     // the one that the keyboard asks about
    this.time = 0;     // and the moment, which zooming leaves in its place
    this.pointers = new Map();  // those that are down: their x
    this.addReadout();
    this.listen(root);
    for (const e of root.querySelectorAll('.tools, .hint')) e.hidden = false;
    new ResizeObserver(() => this.draw()).observe(this.plots);
    this.draw();
  }

  addReadout() {
    this.cursor = document.createElement('div');
    this.cursor.className = 'cursor';
    this.readout = document.createElement('output');
    this.readout.className = 'readout';
    this.plots.append(this.cursor, this.readout);
    this.hideReadout();
  }

  listen(root) {
    const plots = this.plots;
    plots.tabIndex = 0;
    plots.setAttribute('role', 'group');
    plots.setAttribute('aria-label', 'Timelines: plus and minus zoom, arrow ' +
        'keys move and choose a thread, zero shows the whole');
    plots.addEventListener('keydown', e => this.onKey(e));
    plots.addEventListener('focus', () => {
      if (plots.matches(':focus-visible')) this.ask(this.lane, this.time);
    });
    plots.addEventListener('blur', () => this.hideReadout());
    plots.addEventListener('wheel', e => this.onWheel(e), {passive: false});
    plots.addEventListener('pointerdown', e => this.onDown(e));
    plots.addEventListener('pointermove', e => this.onMove(e));
    for (const name of ['pointerup', 'pointercancel']) {
      plots.addEventListener(name, e => this.pointers.delete(e.pointerId));
    }
    plots.addEventListener('pointerleave', e => {
      // A finger that is lifted leaves, too, and its owner wants to read.
      if (e.pointerType === 'mouse') this.hideReadout();
    });
    for (const button of root.querySelectorAll('button')) {
      button.addEventListener('click', () => this.press(button.dataset.key));
    }
    addEventListener('beforeprint', () => {
      this.before = this.view;
      this.hideReadout();
      this.show(0, this.length);
    });
    addEventListener('afterprint', () => {
      if (this.before) this.show(this.before.from, this.before.to);
    });
  }

  // The box that all tracks share from left to right.
  box() { return this.lanes[0].svg.getBoundingClientRect(); }

  timeAt(x) {
    const {left, width} = this.box();
    return this.view.from +
        (this.view.to - this.view.from) * (x - left) / width;
  }

  draw() {
    const pixels = Math.max(50, Math.round(this.box().width));
    for (const lane of this.lanes) {
      drawTrack(lane.svg, lane.spans, this.view, pixels);
    }
    for (const axis of this.axes) drawAxis(axis, this.view, pixels);
    const {from, to} = this.view;
    this.shown.textContent = from === 0 && to === this.length ?
        `all ${lengthInWords(this.length)}` :
        `${momentInWords(from)} to ${momentInWords(to)}`;
  }

  // Shows as much as asked for, moved so that it lies within the timelines.
  show(from, to) {
    const least = Math.min(this.length, 1000);
    const range = Math.min(this.length, Math.max(least, to - from));
    const begin = Math.min(Math.max(0, from), this.length - range);
    this.view = {from: begin, to: begin + range};
    this.draw();
  }

  zoom(factor, time) {
    const {from, to} = this.view;
    this.show(time - (time - from) / factor, time + (to - time) / factor);
  }

  move(part) {
    const by = part * (this.view.to - this.view.from);
    this.show(this.view.from + by, this.view.to + by);
  }

  // ---- What is there --------------------------------------------------------

  hideReadout() {
    for (const lane of this.lanes) lane.svg.parentNode.className = 'lane';
    this.readout.hidden = this.cursor.hidden = true;
  }

  // Tells it above the lanes of the timeline, so that all stay in sight.
  ask(index, time) {
    this.hideReadout();
    const {title, name, spans, svg} = this.lanes[index];
    const found = spans[firstAfter(spans, time)];
    const span = found && found.begin <= time ? found : null;
    const words = `${title}, ${name}: ${spanInWords(span)}`;
    if (this.readout.textContent !== words) this.readout.textContent = words;
    this.readout.hidden = this.cursor.hidden = false;
    svg.parentNode.className = 'lane chosen';
    const plots = this.plots.getBoundingClientRect();
    const track = svg.getBoundingClientRect();
    const x = track.left - plots.left + track.width *
        (time - this.view.from) / (this.view.to - this.view.from);
    this.cursor.style.left = `${x}px`;
    const room = plots.width - this.readout.offsetWidth;
    this.readout.style.left = `${Math.max(0, Math.min(room, x + 8))}px`;
    const first = svg.closest('.timeline').querySelector('.lane');
    this.readout.style.top = `${first.getBoundingClientRect().top -
        plots.top - this.readout.offsetHeight - 4}px`;
  }

  // ---- Keyboard -------------------------------------------------------------

  press(key) {
    const actions = {
      '+': () => this.zoom(2, this.time),
      '=': () => this.zoom(2, this.time),
      '-': () => this.zoom(0.5, this.time),
      '0': () => this.show(0, this.length),
      'ArrowLeft': () => this.move(-0.25),
      'ArrowRight': () => this.move(0.25),
      'ArrowUp': () => { this.lane = Math.max(0, this.lane - 1); },
      'ArrowDown': () => {
        this.lane = Math.min(this.lanes.length - 1, this.lane + 1);
      },
    };
    if (!actions[key]) return false;
    actions[key]();
    const {from, to} = this.view;
    if (this.time < from || this.time > to) this.time = (from + to) / 2;
    return true;
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return this.hideReadout();
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (event.shiftKey && step) {
      this.toNeighbour(step);
    } else if (!this.press(event.key)) {
      return;
    }
    event.preventDefault();
    this.ask(this.lane, this.time);
  }

  // The moment becomes the middle of the next span, or the one before.
  toNeighbour(step) {
    const {spans} = this.lanes[this.lane];
    const here = firstAfter(spans, this.time);
    const inside = here < spans.length && spans[here].begin <= this.time;
    const span = spans[step < 0 ? here - 1 : inside ? here + 1 : here];
    if (!span) return;
    this.time = (span.begin + span.end) / 2;
    const {from, to} = this.view;
    if (this.time < from || this.time > to) {
      this.show(this.time - (to - from) / 2, this.time + (to - from) / 2);
    }
  }

  // ---- Pointer --------------------------------------------------------------

  onWheel(event) {
    // The wheel alone scrolls the page. A pinch on a touch pad comes as a wheel
    // with Ctrl.
    if (event.ctrlKey || event.metaKey) {
      this.zoom(Math.exp(-event.deltaY / 200), this.timeAt(event.clientX));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.move(event.deltaX / this.box().width);
    } else {
      return;
    }
    event.preventDefault();
  }

  onDown(event) {
    if (!event.target.closest('.lane')) return;
    this.plots.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event.clientX);
    this.hover(event);
  }

  onMove(event) {
    const last = this.pointers.get(event.pointerId);
    if (last === undefined) return this.hover(event);
    this.hideReadout();
    const moved = event.clientX - last;
    if (this.pointers.size === 1) this.move(-moved / this.box().width);
    this.pointers.set(event.pointerId, event.clientX);
    if (this.pointers.size !== 2) return;
    const [other] = [...this.pointers]
        .filter(([id]) => id !== event.pointerId).map(([, x]) => x);
    const before = Math.max(20, Math.abs(last - other));
    const now = Math.max(20, Math.abs(event.clientX - other));
    this.zoom(now / before, this.timeAt(other));
  }

  hover(event) {
    const index = this.lanes.findIndex(({svg}) => {
      const {top, bottom} = svg.getBoundingClientRect();
      return event.clientY >= top && event.clientY <= bottom;
    });
    const {left, right} = this.box();
    if (index < 0 || event.clientX < left || event.clientX > right) {
      return this.hideReadout();
    }
    this.lane = index;
    this.time = this.timeAt(event.clientX);
    this.ask(index, this.time);
  }
}

for (const root of document.querySelectorAll('.timelines')) {
  if (root.querySelector('.track')) new Timelines(root);
}
)js";

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_TIMELINE_SCRIPT_H_
