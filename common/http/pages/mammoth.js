// What the pages share. Text from the cluster becomes text nodes, never markup.
'use strict';

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== undefined && child !== null));
  return node;
}

function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return '–';
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  while (Math.abs(bytes) >= 1024 && unit + 1 < units.length) { bytes /= 1024; ++unit; }
  return (unit === 0 ? bytes : bytes.toFixed(2).replace(/\.?0+$/, '')) + ' ' + units[unit];
}

function percentText(part, whole) { return (whole > 0 ? 100 * part / whole : 0).toFixed(2) + '%'; }
function timeText(ms) { return ms > 0 ? new Date(ms).toLocaleString() : '–'; }

function spanText(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const text = [];
  let rest = seconds;
  for (const [size, name] of parts) {
    if (rest >= size && text.length < 2) { text.push(Math.floor(rest / size) + ' ' + name); }
    rest %= size;
  }
  return text.join(' ') || '0 s';
}

function meter(part, whole, label) {
  const share = whole > 0 ? Math.min(100, 100 * part / whole) : 0;
  const bar = make('i', {});
  bar.style.width = share + '%';
  return make('span', {class: 'meter', role: 'meter', 'aria-label': label, 'aria-valuenow': share.toFixed(1),
                       'aria-valuemin': 0, 'aria-valuemax': 100}, bar);
}

function figure(value, label, style) {
  return make('div', {class: 'figure'}, make('b', {class: style}, String(value)), make('span', {}, label));
}

function facts(pairs) {
  return make('dl', {class: 'facts'}, pairs.filter(([, value]) => value !== undefined && value !== '')
      .flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value instanceof Node ? value : String(value))]));
}

// columns: {name, number, value(row) for order, cell(row) for show}; a click on a head puts rows in order.
function table(caption, columns, rows) {
  const body = make('tbody', {});
  const heads = [];
  const show = ordered => body.replaceChildren(...ordered.map(row => make('tr', {}, columns.map((column, at) =>
      make(at === 0 ? 'th' : 'td', {class: column.number ? 'number' : undefined, scope: at === 0 ? 'row' : undefined},
           column.cell(row))))));
  columns.forEach((column, at) => {
    const sort = () => {
      const down = heads[at].getAttribute('aria-sort') === 'ascending';
      heads.forEach(head => head.removeAttribute('aria-sort'));
      heads[at].setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => { const x = column.value(a), y = column.value(b); return x < y ? -1 : x > y ? 1 : 0; };
      show([...rows].sort((a, b) => down ? compare(b, a) : compare(a, b)));
    };
    heads.push(make('th', {scope: 'col', class: column.number ? 'number' : undefined},
                    column.value ? make('button', {type: 'button', onclick: sort}, column.name) : column.name));
  });
  show(rows);
  return make('table', {}, make('caption', {}, caption), make('thead', {}, make('tr', {}, heads)), body);
}

function card(title, ...children) {
  return make('section', {class: 'card'}, title ? make('h2', {}, title) : null, ...children);
}

function notice(text, style) { return make('p', {class: 'notice ' + (style || ''), role: 'status'}, text); }

async function beans(query) {
  const answer = await fetch('/jmx' + (query ? '?qry=' + encodeURIComponent(query) : ''));
  if (!answer.ok) throw new Error('/jmx answered ' + answer.status);
  const found = {};
  for (const bean of (await answer.json()).beans) {
    const name = /name=([^,]*)/.exec(bean.name);
    found[name ? name[1] : bean.name] = bean;
  }
  return found;
}

// Tabs by the address's hash: {"#tab-overview": async () => nodes}.
function tabs(pages, first) {
  const main = document.querySelector('main');
  const open = async () => {
    const hash = pages[location.hash] ? location.hash : first;
    document.querySelectorAll('nav a').forEach(link => link.getAttribute('href') === hash
        ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current'));
    try {
      main.replaceChildren(...await pages[hash]());
    } catch (failure) {
      main.replaceChildren(notice('This page could not be filled: ' + failure.message, 'bad'));
    }
    main.dataset.ready = hash;
  };
  addEventListener('hashchange', open);
  return open();
}
