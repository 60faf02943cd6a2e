'use strict';

const kRest = '/ws/v1/cluster';

async function ask(path) {
  const answer = await fetch(kRest + path);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.RemoteException ? body.RemoteException.message : path + ' answered ' + answer.status);
  return body;
}

const memoryText = megabytes => sizeText(megabytes * 1048576);
const resourceText = resource => memoryText(resource.memory) + ', ' + resource.vCores + ' cores';
const stateStyles = {RUNNING: 'good', FINISHED: 'good', SUCCEEDED: 'good', FAILED: 'bad', KILLED: 'warn', LOST: 'bad',
                     UNHEALTHY: 'bad', DECOMMISSIONING: 'warn', ACCEPTED: 'warn'};
const stateCell = state => make('span', {class: 'state ' + (stateStyles[state] || '')}, state);
const link = (href, text) => make('a', {href}, text);
const numberOf = id => id.split('_').slice(1).map(Number);
const laterFirst = (a, b) => b.startedTime - a.startedTime || numberOf(b.id)[1] - numberOf(a.id)[1];

function figuresOf(metrics) {
  return make('div', {class: 'figures'},
      figure(metrics.appsRunning, 'applications running', metrics.appsRunning > 0 ? 'good' : undefined),
      figure(metrics.appsPending, 'waiting', metrics.appsPending > 0 ? 'warn' : undefined),
      figure(metrics.appsCompleted, 'finished'),
      figure(metrics.appsFailed + metrics.appsKilled, 'failed or killed', metrics.appsFailed > 0 ? 'bad' : undefined),
      figure(metrics.containersAllocated, 'containers'),
      figure(percentText(metrics.allocatedMB, metrics.totalMB), 'of ' + memoryText(metrics.totalMB) + ' given'),
      figure(metrics.allocatedVirtualCores + ' / ' + metrics.totalVirtualCores, 'cores given'),
      figure(metrics.activeNodes, 'nodes', metrics.activeNodes > 0 ? 'good' : 'bad'),
      figure(metrics.lostNodes + metrics.unhealthyNodes, 'nodes lost or unhealthy',
             metrics.lostNodes + metrics.unhealthyNodes > 0 ? 'bad' : undefined));
}

const applicationColumns = [
  {name: 'Application', value: row => numberOf(row.id), cell: row => link('/cluster/app/' + row.id, row.id)},
  {name: 'User', value: row => row.user, cell: row => row.user},
  {name: 'Name', value: row => row.name, cell: row => row.name},
  {name: 'Type', value: row => row.applicationType, cell: row => row.applicationType},
  {name: 'Queue', value: row => row.queue, cell: row => row.queue},
  {name: 'Started', value: row => row.startedTime, cell: row => timeText(row.startedTime)},
  {name: 'Ended', value: row => row.finishedTime, cell: row => timeText(row.finishedTime)},
  {name: 'State', value: row => row.state, cell: row => stateCell(row.state)},
  {name: 'Outcome', value: row => row.finalStatus, cell: row => stateCell(row.finalStatus)},
  {name: 'Containers', number: true, value: row => row.runningContainers, cell: row => row.runningContainers < 0 ? '–' : String(row.runningContainers)},
  {name: 'Memory', number: true, value: row => row.allocatedMB, cell: row => row.allocatedMB < 0 ? '–' : memoryText(row.allocatedMB)},
  {name: 'Progress', value: row => row.progress, cell: row => [meter(row.progress, 100, 'progress of ' + row.id), row.progress.toFixed(0) + '%']},
  {name: 'Tracking', cell: row => row.trackingUrl ? link(row.trackingUrl, row.trackingUI === 'History' ? 'History' : 'Master') : '–'},
];

async function applications(words) {
  const state = words[1];
  const [{clusterMetrics}, {apps}] = await Promise.all([ask('/metrics'), ask('/apps' + (state ? '?states=' + encodeURIComponent(state) : ''))]);
  const rows = (apps.app || []).sort(laterFirst);
  const states = ['SUBMITTED', 'ACCEPTED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'];
  return [
    make('h1', {}, 'Applications', state ? make('small', {}, ' ' + state) : null),
    figuresOf(clusterMetrics),
    make('p', {class: 'bar'}, link('/cluster/apps', 'All'), states.map(name => link('/cluster/apps/' + name, name))),
    card(null, rows.length === 0 ? make('p', {}, 'There are no such applications.') :
        table(rows.length + ' applications, the newest first', applicationColumns, rows)),
  ];
}

async function application(words) {
  const id = words[1];
  const [{app}, {appAttempts}] = await Promise.all([ask('/apps/' + id), ask('/apps/' + id + '/appattempts')]);
  document.title = app.name + ' ' + id;
  const attempts = (appAttempts.appAttempt || []).reverse();
  return [
    make('h1', {}, app.name + ' ', make('small', {}, id)),
    card('Application', facts([
      ['User', app.user], ['Type', app.applicationType], ['Tags', app.applicationTags], ['Queue', app.queue], ['Priority', app.priority],
      ['State', stateCell(app.state)], ['Outcome', stateCell(app.finalStatus)],
      ['Progress', make('span', {}, meter(app.progress, 100, 'progress'), app.progress.toFixed(0) + '%')],
      ['Submitted', timeText(app.startedTime)], ['Master launched', timeText(app.launchTime)], ['Ended', timeText(app.finishedTime)],
      ['Took', spanText(app.elapsedTime)],
      ['Tracking', app.trackingUrl ? link(app.trackingUrl, app.trackingUI) : ''],
      ['Unmanaged master', app.unmanagedApplication ? 'yes' : ''],
    ]), app.diagnostics ? make('pre', {class: 'told', 'aria-label': 'diagnostics'}, app.diagnostics) : null),
    card('Resources', facts([
      ['Containers now', app.runningContainers < 0 ? '' : app.runningContainers],
      ['Given now', app.allocatedMB < 0 ? '' : memoryText(app.allocatedMB) + ', ' + app.allocatedVCores + ' cores'],
      ['Reserved', app.reservedMB > 0 ? memoryText(app.reservedMB) : ''],
      ['Used so far', memoryText(app.memorySeconds) + ' × seconds, ' + app.vcoreSeconds.toLocaleString() + ' core seconds'],
      ['Preempted', app.numNonAMContainerPreempted + ' containers, ' + app.numAMContainerPreempted + ' masters'],
    ])),
    card('Attempts', table(attempts.length + ' attempts', [
      {name: 'Attempt', value: row => row.id, cell: row => link('/cluster/appattempt/' + row.appAttemptId, row.appAttemptId)},
      {name: 'State', value: row => row.appAttemptState, cell: row => stateCell(row.appAttemptState)},
      {name: 'Started', value: row => row.startTime, cell: row => timeText(row.startTime)},
      {name: 'Ended', value: row => row.finishedTime, cell: row => timeText(row.finishedTime)},
      {name: 'Node', value: row => row.nodeId || '', cell: row => row.nodeHttpAddress ? link('http://' + row.nodeHttpAddress + '/', row.nodeId) : '–'},
      {name: 'Master', value: row => row.containerId || '', cell: row => row.containerId || '–'},
      {name: 'Logs', cell: row => row.logsLink ? link(row.logsLink, 'Logs') : '–'},
    ], attempts)),
  ];
}

async function attempt(words) {
  const id = words[1];
  const parts = id.split('_');
  const owner = 'application_' + parts[1] + '_' + parts[2];
  const {containers} = await ask('/apps/' + owner + '/appattempts/' + id + '/containers');
  document.title = id;
  return [
    make('h1', {}, id),
    make('p', {}, 'An attempt of ', link('/cluster/app/' + owner, owner), '.'),
    card('Containers', containers.container.length === 0 ? make('p', {}, 'None of its containers lives.') :
        table(containers.container.length + ' living containers', [
          {name: 'Container', value: row => row.containerId, cell: row => row.containerId},
          {name: 'State', value: row => row.containerState, cell: row => stateCell(row.containerState)},
          {name: 'Node', value: row => row.nodeId, cell: row => link(row.nodeHttpAddress + '/', row.nodeId)},
          {name: 'Memory', number: true, value: row => row.allocatedMB, cell: row => memoryText(row.allocatedMB)},
          {name: 'Cores', number: true, value: row => row.allocatedVCores, cell: row => String(row.allocatedVCores)},
          {name: 'Priority', number: true, value: row => row.priority, cell: row => String(row.priority)},
          {name: 'Running for', number: true, value: row => row.elapsedTime, cell: row => spanText(row.elapsedTime)},
          {name: 'Logs', cell: row => link(row.logUrl, 'Logs')},
        ], containers.container)),
  ];
}

async function nodes(words) {
  const state = words[1];
  const {nodes: found} = await ask('/nodes' + (state ? '?states=' + encodeURIComponent(state) : '?states=NEW,RUNNING,UNHEALTHY,DECOMMISSIONING,DECOMMISSIONED,LOST,REBOOTED,SHUTDOWN'));
  const rows = found.node || [];
  return [
    make('h1', {}, 'Nodes'),
    card(null, rows.length === 0 ? make('p', {}, 'No node has registered.') : table(rows.length + ' nodes', [
      {name: 'Node', value: row => row.id, cell: row => row.nodeHTTPAddress ? link('http://' + row.nodeHTTPAddress + '/', row.id) : row.id},
      {name: 'Rack', value: row => row.rack, cell: row => row.rack},
      {name: 'State', value: row => row.state, cell: row => stateCell(row.state)},
      {name: 'Last heard', value: row => row.lastHealthUpdate, cell: row => timeText(row.lastHealthUpdate)},
      {name: 'Health', value: row => row.healthReport, cell: row => row.healthReport || 'good'},
      {name: 'Containers', number: true, value: row => row.numContainers, cell: row => String(row.numContainers)},
      {name: 'Memory', value: row => row.usedMemoryMB / (row.usedMemoryMB + row.availMemoryMB || 1), cell: row =>
        [meter(row.usedMemoryMB, row.usedMemoryMB + row.availMemoryMB, 'memory given'), memoryText(row.usedMemoryMB) + ' of ' + memoryText(row.usedMemoryMB + row.availMemoryMB)]},
      {name: 'Cores', value: row => row.usedVirtualCores, cell: row => row.usedVirtualCores + ' of ' + (row.usedVirtualCores + row.availableVirtualCores)},
      {name: 'Version', value: row => row.version, cell: row => row.version},
    ], rows)),
  ];
}

function bar(style, share) {
  const part = make('span', {class: style});
  part.style.width = Math.max(0, Math.min(100, share)) + '%';
  return part;
}

// Widths are of the whole cluster, so that queues compare.
function queueItem(queue) {
  const own = queue.capacities.queueCapacitiesByPartition[0];
  const used = own.absoluteUsedCapacity, guaranteed = own.absoluteCapacity, most = own.absoluteMaxCapacity;
  const children = queue.queues ? queue.queues.queue : [];
  const said = queue.queuePath + ': ' + used.toFixed(1) + '% used of ' + guaranteed.toFixed(1) + '% guaranteed, at most ' + most.toFixed(1) + '%';
  const details = children.length ? null : make('details', {}, make('summary', {}, 'Limits and users'), facts([
    ['State', queue.state], ['Order', queue.orderingPolicyInfo],
    ['Applications', queue.numActiveApplications + ' active, ' + queue.numPendingApplications + ' waiting, at most ' + queue.maxApplications],
    ['Containers', queue.allocatedContainers + ' (' + queue.pendingContainers + ' wanted, ' + queue.reservedContainers + ' reserved)'],
    ['Guaranteed', resourceText(queue.minEffectiveCapacity)], ['At most', resourceText(queue.maxEffectiveCapacity)],
    ['Used', resourceText(queue.resourcesUsed)],
    ['For masters', resourceText(queue.usedAMResource) + ' of ' + resourceText(queue.AMResourceLimit)],
    ['User limit', queue.userLimit + '%, factor ' + queue.userLimitFactor],
    ['Users', (queue.users && queue.users.user || []).map(user => user.username + ': ' + resourceText(user.resourcesUsed)).join('; ')],
  ]));
  return make('li', {class: 'queue'},
      make('div', {class: 'queue-name'}, make('b', {}, queue.queueName),
           make('span', {class: 'faint'}, used.toFixed(1) + '% used, ' + guaranteed.toFixed(1) + '% guaranteed, at most ' + most.toFixed(1) + '%'),
           queue.state && queue.state !== 'RUNNING' ? stateCell(queue.state) : null),
      make('div', {class: 'track', role: 'img', 'aria-label': said, title: said},
           bar('guaranteed', guaranteed), bar('most', most), bar(used > guaranteed + 0.05 ? 'used over' : 'used', used)),
      details,
      children.length ? make('ul', {}, children.map(queueItem)) : null);
}

async function queues() {
  const [{scheduler}, {clusterMetrics}] = await Promise.all([ask('/scheduler'), ask('/metrics')]);
  const legend = [['used', 'used'], ['over', 'used beyond the guarantee'], ['guaranteed', 'guaranteed'], ['most', 'at most']];
  return [
    make('h1', {}, 'Queues ', make('small', {}, 'of ' + memoryText(clusterMetrics.totalMB) + ' and ' + clusterMetrics.totalVirtualCores + ' cores')),
    card(null,
         make('p', {class: 'legend'}, legend.map(([style, text]) => make('span', {}, make('i', {class: style}), text))),
         make('ul', {class: 'queues'}, queueItem(scheduler.schedulerInfo))),
  ];
}

async function about() {
  const [{clusterInfo}, {clusterMetrics}] = await Promise.all([ask('/info'), ask('/metrics')]);
  return [
    make('h1', {}, 'ResourceManager'),
    figuresOf(clusterMetrics),
    card(null, facts([
      ['Cluster ID', clusterInfo.id], ['State', clusterInfo.state], ['High availability', clusterInfo.haState],
      ['Started', timeText(clusterInfo.startedOn)], ['Running for', spanText(Date.now() - clusterInfo.startedOn)],
      ['Version', clusterInfo.resourceManagerVersion],
      ['State store', clusterInfo.rmStateStoreName.split('.').pop()],
    ])),
  ];
}

const pages = {apps: applications, app: application, appattempt: attempt, nodes, scheduler: queues, cluster: about};

async function show() {
  const words = location.pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent);
  const main = document.querySelector('main');
  const at = {app: '', apps: '', appattempt: ''}[words[0] || 'apps'];
  document.querySelectorAll('nav a').forEach(entry => {
    if (entry.getAttribute('href') === '/cluster' + (at === undefined ? '/' + words[0] : '')) entry.setAttribute('aria-current', 'page');
  });
  try {
    const page = words.length === 0 ? applications : pages[words[0]];
    if (!page) throw new Error('there is no page ' + location.pathname);
    main.replaceChildren(...(await page(words)).filter(Boolean));
  } catch (failure) {
    main.replaceChildren(notice('This page could not be filled: ' + failure.message, 'bad'));
  }
  main.dataset.ready = words.join('/') || 'apps';
}

show();
