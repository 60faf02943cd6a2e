'use strict';

const kRest = '/ws/v1/node';
const kTailBytes = 4096;

async function ask(path) {
  const answer = await fetch(kRest + path);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.RemoteException ? body.RemoteException.message : path + ' answered ' + answer.status);
  return body;
}

const memoryText = megabytes => sizeText(megabytes * 1048576);
const link = (href, text) => make('a', {href}, text);
const logsOf = container => '/node/containerlogs/' + container.id + '/' + encodeURIComponent(container.user);
const stateStyles = {RUNNING: 'good', KILLING: 'warn', LOCALIZING: 'warn'};
const stateCell = state => make('span', {class: stateStyles[state] || ''}, state);

function containerTable(rows) {
  return table(rows.length + ' containers', [
    {name: 'Container', value: row => row.id, cell: row => link('/node/container/' + row.id, row.id)},
    {name: 'State', value: row => row.state, cell: row => stateCell(row.state)},
    {name: 'User', value: row => row.user, cell: row => row.user},
    {name: 'Memory', number: true, value: row => row.totalMemoryNeededMB, cell: row => memoryText(row.totalMemoryNeededMB)},
    {name: 'Cores', number: true, value: row => row.totalVCoresNeeded, cell: row => String(row.totalVCoresNeeded)},
    {name: 'Exit status', number: true, value: row => row.exitCode, cell: row => row.exitCode === -1000 ? '–' : String(row.exitCode)},
    {name: 'Logs', cell: row => link(logsOf(row), 'Logs')},
  ], rows);
}

async function node() {
  const [{nodeInfo}, {apps}, {containers}] = await Promise.all([ask('/info'), ask('/apps'), ask('/containers')]);
  const rows = containers.container || [];
  const running = rows.filter(row => row.state !== 'DONE');
  const given = running.reduce((sum, row) => sum + row.totalMemoryNeededMB, 0);
  document.title = 'NodeManager ' + nodeInfo.id;
  return [
    make('h1', {}, nodeInfo.id),
    nodeInfo.nodeHealthy ? null : notice(nodeInfo.healthReport || 'The node is not healthy.', 'bad'),
    make('div', {class: 'figures'},
         figure((apps.app || []).length, 'applications'), figure(running.length, 'containers'),
         figure(percentText(given, nodeInfo.totalPmemAllocatedContainersMB), 'of ' + memoryText(nodeInfo.totalPmemAllocatedContainersMB) + ' given'),
         figure(nodeInfo.nodeHealthy ? 'good' : 'bad', 'health', nodeInfo.nodeHealthy ? 'good' : 'bad')),
    card('Node', facts([
      ['Host', nodeInfo.nodeHostName], ['Version', nodeInfo.nodeManagerVersion],
      ['Started', timeText(nodeInfo.nmStartupTime)], ['Running for', spanText(Date.now() - nodeInfo.nmStartupTime)],
      ['Memory for containers', memoryText(nodeInfo.totalPmemAllocatedContainersMB)],
      ['Virtual memory for containers', memoryText(nodeInfo.totalVmemAllocatedContainersMB)],
      ['Cores for containers', nodeInfo.totalVCoresAllocatedContainers],
      ['Checks', [nodeInfo.pmemCheckEnabled ? 'physical' : '', nodeInfo.vmemCheckEnabled ? 'virtual' : ''].filter(Boolean).join(' and ') || 'none'],
      ['Disks looked at', timeText(nodeInfo.lastNodeUpdateTime)], ['Health report', nodeInfo.healthReport || 'nothing to report'],
    ])),
  ];
}

async function applications() {
  const rows = (await ask('/apps')).apps.app || [];
  return [
    make('h1', {}, 'Applications on this node'),
    card(null, rows.length === 0 ? make('p', {}, 'No application has containers here.') : table(rows.length + ' applications', [
      {name: 'Application', value: row => row.id, cell: row => link('/node/application/' + row.id, row.id)},
      {name: 'State', value: row => row.state, cell: row => stateCell(row.state)},
      {name: 'User', value: row => row.user, cell: row => row.user},
      {name: 'Containers', number: true, value: row => row.containerids.length, cell: row => String(row.containerids.length)},
    ], rows)),
  ];
}

async function application(words) {
  const {app} = await ask('/apps/' + words[1]);
  const all = (await ask('/containers')).containers.container || [];
  return [
    make('h1', {}, app.id),
    card(null, facts([['State', stateCell(app.state)], ['User', app.user]])),
    card('Containers', containerTable(all.filter(row => app.containerids.includes(row.id)))),
  ];
}

async function containers() {
  const rows = (await ask('/containers')).containers.container || [];
  return [
    make('h1', {}, 'Containers on this node'),
    card(null, rows.length === 0 ? make('p', {}, 'There are no containers.') : containerTable(rows)),
  ];
}

async function container(words) {
  const {container: it} = await ask('/containers/' + words[1]);
  return [
    make('h1', {}, it.id),
    card(null, facts([
      ['State', stateCell(it.state)], ['User', it.user], ['Memory', memoryText(it.totalMemoryNeededMB)], ['Cores', it.totalVCoresNeeded],
      ['Exit status', it.exitCode === -1000 ? '' : it.exitCode],
    ]), it.diagnostics ? make('pre', {'aria-label': 'diagnostics'}, it.diagnostics) : null),
    card('Logs', make('ul', {}, it.containerLogFiles.map(name =>
        make('li', {}, link(logsOf(it) + '/' + encodeURIComponent(name) + '/?start=-' + kTailBytes, name))))),
  ];
}

const pages = {allApplications: applications, application, allContainers: containers, container};

async function show() {
  const words = location.pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent);
  const main = document.querySelector('main');
  const homes = {application: 'allApplications', container: 'allContainers'};
  const home = words.length ? '/node/' + (homes[words[0]] || words[0]) : '/node';
  document.querySelectorAll('nav a').forEach(entry => {
    if (entry.getAttribute('href') === home) entry.setAttribute('aria-current', 'page');
  });
  try {
    const page = words.length === 0 || words[0] === 'node' ? node : pages[words[0]];
    if (!page) throw new Error('there is no page ' + location.pathname);
    main.replaceChildren(...(await page(words)).filter(Boolean));
  } catch (failure) {
    main.replaceChildren(notice('This page could not be filled: ' + failure.message, 'bad'));
  }
  main.dataset.ready = words.join('/') || 'node';
}

show();
