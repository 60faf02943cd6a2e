'use strict';

const byId = id => document.getElementById(id);
const previewBytes = 32 * 1024;
let directory = '/';
let entries = [];
let remaining = 0;

function join(name) { return (directory === '/' ? '' : directory) + '/' + name; }
function escapedPath(path) { return path.split('/').map(encodeURIComponent).join('/'); }

async function ask(method, path, op, parameters) {
  const query = new URLSearchParams({op, ...parameters});
  const user = byId('user').value.trim();
  if (user) query.set('user.name', user);
  const answer = await fetch('/webhdfs/v1' + escapedPath(path) + '?' + query, {method});
  const text = await answer.text();
  const value = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Error(value && value.RemoteException ? value.RemoteException.message : 'status ' + answer.status);
  return value;
}

function complain(failure) { byId('messages').replaceChildren(notice(failure.message, 'bad')); }

async function attempt(work) {
  byId('messages').replaceChildren();
  try {
    await work();
    await list();
  } catch (failure) {
    complain(failure);
  }
}

function modeText(entry) {
  const mode = parseInt(entry.permission, 8);
  let text = '';
  for (let bit = 8; bit >= 0; --bit) text += mode >> bit & 1 ? 'xwr'[bit % 3] : '-';
  if (mode & 0o1000) text = text.slice(0, 8) + (mode & 1 ? 't' : 'T');
  return (entry.type === 'DIRECTORY' ? 'd' : '-') + text + (entry.aclBit ? '+' : '');
}

function showCrumbs() {
  const parts = directory.split('/').filter(Boolean);
  const links = [make('a', {href: '#/'}, '/')];
  parts.forEach((part, at) => links.push(
      make('a', {href: '#/' + parts.slice(0, at + 1).map(encodeURIComponent).join('/')}, part), at + 1 < parts.length ? ' / ' : ''));
  byId('crumbs').replaceChildren(...links);
  byId('where').value = directory;
}

function columns() {
  return [
    {name: 'Name', value: entry => entry.pathSuffix, cell: entry => entry.type === 'DIRECTORY'
        ? make('a', {href: '#' + escapedPath(join(entry.pathSuffix))}, entry.pathSuffix + '/')
        : make('button', {class: 'plain', type: 'button', onclick: () => showFile(entry)}, entry.pathSuffix)},
    {name: 'Permission', value: modeText, cell: entry =>
      make('button', {class: 'plain', type: 'button', onclick: () => changeMode(entry), 'aria-label': 'permission ' + modeText(entry) + ' of ' + entry.pathSuffix}, make('code', {}, modeText(entry)))},
    {name: 'Owner', value: entry => entry.owner, cell: entry =>
      make('button', {class: 'plain', type: 'button', onclick: () => changeOwner(entry)}, entry.owner)},
    {name: 'Group', value: entry => entry.group, cell: entry => entry.group},
    {name: 'Size', number: true, value: entry => entry.length, cell: entry => entry.type === 'DIRECTORY' ? '–' : sizeText(entry.length)},
    {name: 'Changed', value: entry => entry.modificationTime, cell: entry => timeText(entry.modificationTime)},
    {name: 'Replicas', number: true, value: entry => entry.replication, cell: entry => entry.type === 'DIRECTORY' ? '–'
        : make('button', {class: 'plain', type: 'button', onclick: () => changeReplication(entry)}, String(entry.replication))},
    {name: 'Block size', number: true, value: entry => entry.blockSize, cell: entry => entry.type === 'DIRECTORY' ? '–' : sizeText(entry.blockSize)},
    {name: '', cell: entry => [
      make('button', {class: 'plain', type: 'button', onclick: () => rename(entry), 'aria-label': 'rename ' + entry.pathSuffix}, 'Rename'),
      make('button', {class: 'plain danger', type: 'button', onclick: () => remove(entry), 'aria-label': 'delete ' + entry.pathSuffix}, 'Delete')]},
  ];
}

function show() {
  const wanted = byId('filter').value.toLowerCase();
  const shown = entries.filter(entry => entry.pathSuffix.toLowerCase().includes(wanted));
  byId('count').textContent = entries.length.toLocaleString() + ' entries' +
      (remaining > 0 ? ', ' + remaining.toLocaleString() + ' more' : '');
  byId('listing').replaceChildren(
      shown.length === 0 ? make('p', {class: 'faint'}, entries.length === 0 ? 'Nothing is in here.' : 'No name fits.')
                         : table('Entries of ' + directory, columns(), shown),
      ...(remaining > 0 ? [make('button', {type: 'button', onclick: () => attemptMore()}, 'Show more')] : []));
  document.querySelector('main').dataset.ready = directory;
}

async function more() {
  const last = entries.length ? {startAfter: entries[entries.length - 1].pathSuffix} : {};
  const page = (await ask('GET', directory, 'LISTSTATUS_BATCH', last)).DirectoryListing;
  entries.push(...page.partialListing.FileStatuses.FileStatus);
  remaining = page.remainingEntries;
}

function attemptMore() { more().then(show, complain); }

async function list() {
  entries = [];
  await more();
  show();
}

// A dialog of one form: fields {name: [label, value]}; answers their values, or nothing.
function question(title, fields, action, danger) {
  const dialog = byId('dialog');
  const inputs = Object.fromEntries(Object.entries(fields).map(([name, [, value]]) =>
      [name, make('input', {name, value, required: true, autocomplete: 'off'})]));
  return new Promise(resolve => {
    const form = make('form', {method: 'dialog'},
        Object.entries(fields).map(([name, [label]]) => make('label', {}, label, inputs[name])),
        make('div', {class: 'bar'}, make('button', {class: danger ? 'danger' : 'main', value: 'yes'}, action),
             make('button', {value: 'no', formnovalidate: true}, 'Cancel')));
    dialog.replaceChildren(make('h2', {id: 'dialog-title'}, title), form);
    dialog.onclose = () => resolve(dialog.returnValue === 'yes'
        ? Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value])) : null);
    dialog.returnValue = 'no';
    dialog.showModal();
  });
}

async function changeMode(entry) {
  const given = await question('Permission of ' + entry.pathSuffix, {mode: ['Octal mode', entry.permission]}, 'Change');
  if (given) attempt(() => ask('PUT', join(entry.pathSuffix), 'SETPERMISSION', {permission: given.mode}));
}

async function changeOwner(entry) {
  const given = await question('Owner of ' + entry.pathSuffix, {owner: ['Owner', entry.owner], group: ['Group', entry.group]}, 'Change');
  if (given) attempt(() => ask('PUT', join(entry.pathSuffix), 'SETOWNER', given));
}

async function changeReplication(entry) {
  const given = await question('Replicas of ' + entry.pathSuffix, {replication: ['Replicas of each block', entry.replication]}, 'Change');
  if (given) attempt(() => ask('PUT', join(entry.pathSuffix), 'SETREPLICATION', given));
}

async function rename(entry) {
  const given = await question('Rename ' + entry.pathSuffix, {target: ['New path', join(entry.pathSuffix)]}, 'Rename');
  if (given) attempt(async () => {
    const answer = await ask('PUT', join(entry.pathSuffix), 'RENAME', {destination: given.target});
    if (!answer.boolean) throw new Error('The NameNode did not rename it to ' + given.target + '.');
  });
}

async function remove(entry) {
  const given = await question('Delete ' + join(entry.pathSuffix) + (entry.type === 'DIRECTORY' ? ' and all that is in it?' : '?'), {}, 'Delete', true);
  if (given) attempt(() => ask('DELETE', join(entry.pathSuffix), 'DELETE', {recursive: 'true'}));
}

async function makeDirectory() {
  const given = await question('New directory in ' + directory, {name: ['Name', '']}, 'Create');
  if (given) attempt(() => ask('PUT', join(given.name), 'MKDIRS', {}));
}

async function takeSnapshot() {
  const given = await question('Snapshot of ' + directory, {name: ['Name', 's' + Date.now()]}, 'Take snapshot');
  if (given) attempt(() => ask('PUT', directory, 'CREATESNAPSHOT', {snapshotname: given.name}));
}

// The NameNode says where the bytes go; they go there without passing through it.
async function upload(files) {
  for (const file of files) {
    byId('count').textContent = 'uploading ' + file.name + ' …';
    const where = await ask('PUT', join(file.name), 'CREATE', {noredirect: 'true', overwrite: 'false'});
    const answer = await fetch(where.Location, {method: 'PUT', body: new Blob([file])});
    if (!answer.ok) throw new Error((await answer.json()).RemoteException.message);
  }
}

async function showFile(entry) {
  const path = join(entry.pathSuffix);
  const dialog = byId('dialog');
  const text = make('pre', {hidden: true, tabindex: 0});
  const blocks = make('div', {});
  const read = async (offset, length) => {
    const where = await ask('GET', path, 'OPEN', {noredirect: 'true', offset, length});
    return fetch(where.Location);
  };
  const preview = offset => async () => {
    try {
      const bytes = await (await read(offset, previewBytes)).arrayBuffer();
      text.textContent = new TextDecoder().decode(bytes);
    } catch (failure) {
      text.textContent = failure.message;
    }
    text.hidden = false;
  };
  const download = async () => {
    const where = await ask('GET', path, 'OPEN', {noredirect: 'true'}).catch(complain);
    if (where) make('a', {href: where.Location, download: entry.pathSuffix}).click();
  };
  dialog.onclose = null;
  dialog.replaceChildren(
      make('h2', {id: 'dialog-title'}, path),
      facts([['Size', sizeText(entry.length) + ' (' + entry.length.toLocaleString() + ' bytes)'], ['Owner', entry.owner + ':' + entry.group],
             ['Permission', modeText(entry)], ['Changed', timeText(entry.modificationTime)]]),
      make('div', {class: 'bar'},
           make('button', {type: 'button', onclick: preview(0)}, 'First 32 KB'),
           make('button', {type: 'button', onclick: preview(Math.max(0, entry.length - previewBytes))}, 'Last 32 KB'),
           make('button', {type: 'button', onclick: download}, 'Download')),
      text, blocks,
      make('form', {method: 'dialog'}, make('button', {}, 'Close')));
  dialog.showModal();
  try {
    const located = (await ask('GET', path, 'GET_BLOCK_LOCATIONS', {})).LocatedBlocks.locatedBlocks;
    if (located.length) blocks.append(table('Blocks', [
      {name: 'Block', cell: block => 'blk_' + block.block.blockId},
      {name: 'Size', number: true, cell: block => sizeText(block.block.numBytes)},
      {name: 'Replicas on', cell: block => block.locations.map(node => node.hostName + ':' + node.xferPort).join(', ') || 'no DataNode'},
    ], located));
  } catch (failure) {
    blocks.append(notice(failure.message, 'bad'));
  }
}

function open() {
  const path = decodeURIComponent(location.hash.slice(1)).replace(/\/+$/, '');
  directory = path.startsWith('/') ? path : '/';
  document.title = directory;
  showCrumbs();
  attempt(async () => {});
}

byId('user').value = localStorage.getItem('user') || '';
byId('user').addEventListener('change', () => { localStorage.setItem('user', byId('user').value.trim()); open(); });
byId('go').addEventListener('submit', event => { event.preventDefault(); location.hash = escapedPath(byId('where').value); });
byId('filter').addEventListener('input', show);
byId('mkdir').addEventListener('click', makeDirectory);
byId('snapshot').addEventListener('click', takeSnapshot);
byId('upload').addEventListener('click', () => byId('files').click());
byId('files').addEventListener('change', event => attempt(() => upload(event.target.files)));
addEventListener('hashchange', open);
open();
