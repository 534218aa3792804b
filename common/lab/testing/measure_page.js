// SPDX-License-Identifier: Apache-2.0
//
// Measures the pages shown in this document's frames, as a browser laid them
// out, and leaves the result as JSON in a <pre> with the id "result": a list with
// one object a frame. browser.h reads it.

// What is seen of a page: each piece of text with the boxes it is set in.
function textsOf(frame) {
  const walker = frame.contentDocument.createTreeWalker(
      frame.contentDocument.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const range = frame.contentDocument.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(
        box => box.width > 0 && box.height > 0);
    if (node.data.trim() === '' || boxes.length === 0) continue;
    // What is in closed details has boxes, too.
    if (!node.parentElement.checkVisibility()) continue;
    texts.push({text: node.data.trim(), element: node.parentElement, boxes});
  }
  return texts;
}

function overlap(a, b) {
  // Line boxes may touch; glyphs don't fill them.
  return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
}

function overlappingTexts(texts) {
  const found = [];
  for (let i = 0; i < texts.length; ++i) {
    for (let j = i + 1; j < texts.length; ++j) {
      if (texts[i].boxes.some(
              a => texts[j].boxes.some(b => overlap(a, b)))) {
        found.push(`${texts[i].text} | ${texts[j].text}`);
      }
    }
  }
  return found;
}

function textsOutside(texts, width) {
  return texts.filter(t => t.boxes.some(b => b.left < 0 || b.right > width))
      .map(t => t.text);
}

// [red, green, blue, alpha] of a computed colour.
function parseColor(color) {
  const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
  return [r, g, b, a];
}

// Relative luminance and contrast, as WCAG 2.2 defines them.
function luminance(color) {
  const [r, g, b] = parseColor(color).slice(0, 3).map(c => c / 255).map(
      c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function backgroundOf(element) {
  for (let e = element; e !== null; e = e.parentElement) {
    const color = getComputedStyle(e).backgroundColor;
    if (parseColor(color)[3] === 1) return color;
  }
  return 'rgb(255, 255, 255)';
}

function paleTexts(texts) {
  return texts
      .filter(({element}) => {
        const style = getComputedStyle(element);
        const color = element.ownerSVGElement ? style.fill : style.color;
        return contrast(color, backgroundOf(element)) < 4.5;
      })
      .map(t => t.text);
}

// The marks that carry meaning; grid lines only help the eye.
function paleMarks(page) {
  const pale = [];
  for (const [selector, paint] of [
           ['.way', 'fill'], ['.baseline', 'stroke'], ['.patterns path', 'stroke'],
           ['.one', 'stroke'], ['.spread', 'stroke'], ['.track .running', 'fill']]) {
    for (const mark of page.querySelectorAll(selector)) {
      const color = getComputedStyle(mark)[paint];
      if (contrast(color, backgroundOf(mark)) < 3) pale.push(selector);
    }
  }
  return pale;
}

// Lengths as parts of the picture's width.
function barsOf(page) {
  return [...page.querySelectorAll('svg.bar')].map(svg => {
    const width = svg.getBoundingClientRect().width;
    const part = mark => mark && (mark.x + mark.width) / width;
    const box = selector => svg.querySelector(selector)?.getBBox();
    const spread = box('.spread');
    const text = selector =>
        svg.closest('.row').querySelector(selector)?.textContent ?? '';
    const against = text('.against');
    return {
      workload: svg.closest('.workload').querySelector('h3').textContent,
      way: text('.name').slice(0, against ? -against.length - 1 : undefined),
      against,
      ratio: text('.ratio'),
      time: text('.time'),
      pixels: width,
      length: part(box('.way, .baseline')),
      one: part(box('.one')),
      slowest: spread ? spread.x / width : null,
      fastest: spread ? part(spread) : null,
    };
  });
}

// How large each part of a report is on the screen; a hidden one is 0 pixels high.
function partsOf(page) {
  const sizes = selector => [...page.querySelectorAll(selector)].map(part => {
    const {width, height} = part.getBoundingClientRect();
    return {width, height};
  });
  return {
    tables: sizes('table'),
    charts: sizes('figure:not(.timeline)'),
    bars: sizes('.bar .way, .bar .baseline'),
    timelines: sizes('figure.timeline'),
    tracks: sizes('.track'),
  };
}

// The area under a skyline, as a part of the picture's.
function areaOf(path, viewBox) {
  const [, , width, height] = viewBox.split(' ').map(Number);
  let x = 0, y = height, area = 0;
  for (const [, to, numbers] of path.matchAll(/([MHV])([\d. ]+)/g)) {
    const values = numbers.split(' ').map(Number);
    if (to === 'H') area += (values[0] - x) * (height - y);
    if (to === 'V') y = values[0]; else x = values[0];
  }
  return area / (width * height);
}

function tracksOf(page) {
  return [...page.querySelectorAll('.track')].map(svg => {
    const viewBox = svg.getAttribute('viewBox');
    const area = name =>
        areaOf(svg.querySelector('.' + name).getAttribute('d'), viewBox);
    return {
      name: svg.closest('.lane').querySelector('.name').textContent,
      label: svg.getAttribute('aria-label'),
      columns: Number(viewBox.split(' ')[2]),
      pixels: svg.getBoundingClientRect().width,
      running: area('running'),
      waiting: area('waiting'),
      blocked: area('blocked'),
    };
  });
}

// What the timelines of a page show before and after each of some inputs.
function timelinesOf(frame) {
  const page = frame.contentDocument;
  const plots = page.querySelector('.plots');
  if (plots === null) return null;
  const seen = (input) => ({
    input,
    tools: page.querySelector('.tools').getBoundingClientRect().height > 0,
    shown: page.querySelector('.shown').textContent,
    readout: page.querySelector('.readout:not([hidden])')?.textContent ?? '',
    tracks: tracksOf(page),
  });
  const press = (key, shiftKey = false) => {
    plots.dispatchEvent(new frame.contentWindow.KeyboardEvent(
        'keydown', {key, shiftKey, bubbles: true, cancelable: true}));
    return seen((shiftKey ? 'Shift+' : '') + key);
  };
  const point = part => {
    const box = page.querySelectorAll('.track')[1].getBoundingClientRect();
    plots.dispatchEvent(new frame.contentWindow.PointerEvent('pointermove', {
      clientX: box.left + part * box.width,
      clientY: (box.top + box.bottom) / 2,
    }));
    return seen('point');
  };
  // At the middle; by 200 pixels and the factor is e.
  const wheel = (input, deltaY, ctrlKey) => {
    const box = page.querySelector('.track').getBoundingClientRect();
    plots.dispatchEvent(new frame.contentWindow.WheelEvent('wheel', {
      deltaY, ctrlKey, clientX: (box.left + box.right) / 2,
      bubbles: true, cancelable: true,
    }));
    return seen(input);
  };
  return [
    seen('nothing'), press('+'), press('ArrowRight'), press('ArrowLeft'),
    press('-'), press('+'), press('0'), press('ArrowDown'),
    press('ArrowRight', true), press('Escape'), point(0.5),
    wheel('wheel up', -200 * Math.LN2, false),
    wheel('Ctrl+wheel up', -200 * Math.LN2, true),
    wheel('Ctrl+wheel down', 400, true),
  ];
}

// What the trace of a page (common/explorer) shows before and after each of some
// inputs.
function traceOf(frame) {
  const page = frame.contentDocument;
  const trace = page.querySelector('.trace');
  if (trace === null) return null;
  const rows = [...trace.querySelectorAll('.steps tbody tr')];
  const seen = input => ({
    input,
    rows: rows.length,
    tools: trace.querySelector('.tools').getBoundingClientRect().height > 0,
    current: [...rows.keys()].filter(i => rows[i].hasAttribute('aria-current')),
    shown: trace.querySelector('.shown').textContent,
    values: trace.querySelector('.values').textContent,
    panels: [...trace.querySelectorAll('.panel')].map(panel => ({
      heading: panel.querySelector('h3').textContent,
      text: panel.textContent,
      lines: panel.querySelectorAll('.line').length,
      current: panel.querySelector('.line.current')?.textContent ?? '',
    })),
  });
  const press = key => {
    page.dispatchEvent(new frame.contentWindow.KeyboardEvent(
        'keydown', {key, bubbles: true, cancelable: true}));
    return seen(key);
  };
  const click = (name, element) => {
    element.click();
    return seen(name);
  };
  const button = name => click(
      `button ${name}`, [...trace.querySelectorAll('button')].find(
          b => b.textContent === name));
  return [
    seen('nothing'), press('ArrowRight'), press('ArrowLeft'), press('End'),
    press('Home'), button('last'), button('previous'), click('row 3', rows[3]),
  ];
}

// What a summary of grades (tools/grade) shows before and after each of some
// inputs.
function summaryOf(frame) {
  const page = frame.contentDocument;
  const table = page.querySelector('table.students');
  if (table === null) return null;
  const isShown = element => element.getBoundingClientRect().height > 0;
  const seen = input => ({
    input,
    tools: isShown(page.querySelector('.tools')),
    shown: page.querySelector('.shown').textContent,
    students: [...table.tBodies[0].rows].filter(isShown).map(
        row => row.cells[0].querySelector('a').textContent),
    detailed: [...page.querySelectorAll('section.student h3')].filter(isShown)
                  .map(heading => heading.textContent),
    open: [...page.querySelectorAll('details[open]')].map(
        details => ({id: details.id, text: details.textContent})),
  });
  const choose = (id, value, type) => {
    const element = page.getElementById(id);
    element.value = value;
    element.dispatchEvent(new frame.contentWindow.Event(type));
    return seen(`${id} ${value}`);
  };
  const click = selector => {
    table.querySelector(selector)?.click();
    return seen(`click ${selector}`);
  };
  return [
    seen('nothing'), choose('find', 'M\u00dcLL', 'input'),
    choose('find', 'nobody', 'input'), choose('find', '', 'input'),
    choose('only', 'INFRA', 'change'), choose('only', 'late', 'change'),
    choose('only', '', 'change'), choose('order', 'least', 'change'),
    choose('order', 'most', 'change'), choose('order', '', 'change'),
    click('tbody tr td a'), click('tbody tr th a'),
  ];
}

function measure(frame) {
  const page = frame.contentDocument;
  const width = page.documentElement.clientWidth;
  const texts = textsOf(frame);
  return {
    width,
    scroll_width: page.documentElement.scrollWidth,
    background_luminance: luminance(backgroundOf(page.body)),
    text_count: texts.length,
    overlapping: overlappingTexts(texts),
    outside: textsOutside(texts, width),
    pale: [...paleTexts(texts), ...paleMarks(page)],
    fetched: frame.contentWindow.performance.getEntriesByType('resource')
                 .map(entry => entry.name),
    headings: [...page.querySelectorAll('h1, h2, h3')].map(h => h.tagName),
    parts: partsOf(page),
    bars: barsOf(page),
    // Last, for they change the page.
    timelines: timelinesOf(frame),
    trace: traceOf(frame),
    summary: summaryOf(frame),
  };
}

addEventListener('load', () => {
  const results = [...document.querySelectorAll('iframe')].map(measure);
  const result = document.createElement('pre');
  result.id = 'result';
  // Escaped so that the document, written out, has it unchanged.
  result.textContent = JSON.stringify(results).replace(
      /[^ -~]|[&<>]/g,
      c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  document.body.append(result);
});
