'use strict';

function safeModeNotice(info) {
  return info.Safemode ? [notice(info.Safemode)] : [notice('Safe mode is off.', 'faint')];
}

async function overview() {
  const all = await beans();
  const info = all.NameNodeInfo, state = all.FSNamesystemState, status = all.NameNodeStatus, names = all.FSNamesystem;
  const missing = info.NumberOfMissingBlocks;
  const memory = all.JvmMetrics;
  document.title = 'NameNode ' + status.HostAndPort;
  const warnings = [];
  if (info.Safemode) warnings.push(notice(info.Safemode));
  if (missing > 0) warnings.push(notice(missing.toLocaleString() + ' blocks are missing.', 'bad'));
  return [
    make('h1', {}, status.HostAndPort + ' ', make('small', {}, '(' + status.State + ')')),
    ...warnings,
    make('div', {class: 'figures'},
         figure(sizeText(info.Total), 'configured capacity'),
         figure(percentText(info.Used, info.Total), 'used by HDFS, ' + sizeText(info.Used)),
         figure(sizeText(info.Free), 'left for HDFS'),
         figure(info.TotalBlocks.toLocaleString(), 'blocks'),
         figure(state.NumLiveDataNodes, 'live DataNodes', state.NumLiveDataNodes > 0 ? 'good' : 'bad'),
         figure(state.NumDeadDataNodes, 'dead DataNodes', state.NumDeadDataNodes > 0 ? 'bad' : undefined),
         figure(state.UnderReplicatedBlocks.toLocaleString(), 'blocks with too few replicas',
                state.UnderReplicatedBlocks > 0 ? 'warn' : undefined),
         figure(missing.toLocaleString(), 'missing blocks', missing > 0 ? 'bad' : undefined)),
    card('Space', capacity(info),
         facts([['Used by HDFS', sizeText(info.Used) + ' (' + percentText(info.Used, info.Total) + ')'],
                ['Used by others', sizeText(info.NonDfsUsedSpace)],
                ['Remaining', sizeText(info.Free) + ' (' + percentText(info.Free, info.Total) + ')'],
                ['Of this block pool', sizeText(info.BlockPoolUsedSpace)]])),
    card('NameNode',
         facts([['Started', timeText(info.NNStartedTimeInMillis)],
                ['Running for', spanText(Date.now() - info.NNStartedTimeInMillis)],
                ['Version', info.Version], ['Cluster ID', info.ClusterId], ['Block pool ID', info.BlockPoolId],
                ['Safe mode', info.Safemode || 'off'],
                ['Memory', memory ? memory.MemHeapUsedM.toFixed(1) + ' MB resident' : ''],
                ['Last transaction', names.LastWrittenTransactionId]])),
    card('DataNodes and blocks',
         facts([['Live', state.NumLiveDataNodes + ' (decommissioned: ' + state.NumDecomLiveDataNodes + ', in maintenance: ' +
                         state.NumInMaintenanceLiveDataNodes + ')'],
                ['Dead', state.NumDeadDataNodes], ['Decommissioning', state.NumDecommissioningDataNodes],
                ['Stale', state.NumStaleDataNodes], ['Failed volumes', state.VolumeFailuresTotal],
                ['Connections in use', state.TotalLoad],
                ['Blocks with too few replicas', state.UnderReplicatedBlocks],
                ['Blocks with corrupt replicas', names.CorruptBlocks],
                ['Blocks waiting to be deleted', state.PendingDeletionBlocks],
                ['Missing blocks of replication 1', info.NumberOfMissingBlocksWithReplicationFactorOne]])),
  ];
}

function capacity(info) {
  const bar = meter(info.Total - info.Free, info.Total, 'space in use');
  bar.classList.add('wide');
  return bar;
}

async function datanodes() {
  const info = (await beans('Hadoop:service=NameNode,name=NameNodeInfo')).NameNodeInfo;
  const live = Object.entries(JSON.parse(info.LiveNodes)).map(([name, node]) => ({name, ...node}));
  const dead = Object.entries(JSON.parse(info.DeadNodes)).map(([name, node]) => ({name, ...node}));
  const columns = [
    {name: 'Node', value: node => node.name, cell: node =>
      make('a', {href: 'http://' + node.infoAddr + '/datanode.html'}, node.name)},
    {name: 'Address', value: node => node.xferaddr, cell: node => node.xferaddr},
    {name: 'State', value: node => node.adminState, cell: node => node.adminState},
    {name: 'Rack', value: node => node.location, cell: node => node.location},
    {name: 'Last heard', number: true, value: node => node.lastContact, cell: node => node.lastContact + ' s ago'},
    {name: 'Capacity', number: true, value: node => node.capacity, cell: node => sizeText(node.capacity)},
    {name: 'Used', value: node => node.used / (node.capacity || 1), cell: node =>
      [meter(node.capacity - node.remaining, node.capacity, 'space in use'), sizeText(node.used)]},
    {name: 'Remaining', number: true, value: node => node.remaining, cell: node => sizeText(node.remaining)},
    {name: 'Blocks', number: true, value: node => node.numBlocks, cell: node => node.numBlocks.toLocaleString()},
    {name: 'Version', value: node => node.version, cell: node => node.version},
  ];
  const deadColumns = [columns[0], columns[1],
                       {name: 'Last heard', number: true, value: node => node.lastContact, cell: node => node.lastContact + ' s ago'}];
  return [
    make('h1', {}, 'DataNodes'),
    card(null, table(live.length + ' in service', columns, live)),
    dead.length ? card('Dead', table(dead.length + ' not heard of', deadColumns, dead)) : null,
  ].filter(Boolean);
}

async function volumeFailures() {
  const info = (await beans('Hadoop:service=NameNode,name=NameNodeInfo')).NameNodeInfo;
  const failing = Object.entries(JSON.parse(info.LiveNodes)).map(([name, node]) => ({name, ...node})).filter(node => node.volfails > 0);
  const failed = failing.reduce((sum, node) => sum + node.volfails, 0);
  const lost = failing.reduce((sum, node) => sum + (node.estimatedCapacityLostTotal || 0), 0);
  const locations = node => node.failedStorageIDs || [];
  return [
    make('h1', {}, 'DataNode volume failures'),
    card(null, failing.length === 0 ? make('p', {}, 'No volume of a live DataNode has failed.') :
      table(failed + ' failed, ' + sizeText(lost) + ' lost', [
        {name: 'Node', value: node => node.name, cell: node =>
          make('a', {href: 'http://' + node.infoAddr + '/datanode.html'}, node.name)},
        {name: 'Address', value: node => node.xferaddr, cell: node => node.xferaddr},
        {name: 'Last failure', value: node => node.lastVolumeFailureDate || 0, cell: node =>
          node.lastVolumeFailureDate ? timeText(node.lastVolumeFailureDate) : ''},
        {name: 'Failed volumes', number: true, value: node => node.volfails, cell: node => String(node.volfails)},
        {name: 'Capacity lost', number: true, value: node => node.estimatedCapacityLostTotal || 0, cell: node =>
          sizeText(node.estimatedCapacityLostTotal || 0)},
        {name: 'Failed locations', value: node => locations(node).join(' '), cell: node => locations(node).join(', ')},
      ], failing)),
  ];
}

async function snapshots() {
  const answer = await fetch('/webhdfs/v1/?op=GETSNAPSHOTTABLEDIRECTORYLIST');
  if (!answer.ok) return [make('h1', {}, 'Snapshots'), notice((await answer.json()).RemoteException.message)];
  const found = (await answer.json()).SnapshottableDirectoryList || [];
  const path = row => (row.parentFullPath === '/' ? '/' : row.parentFullPath ? row.parentFullPath + '/' : '/') + row.dirStatus.pathSuffix;
  return [
    make('h1', {}, 'Snapshots'),
    card(null, found.length === 0 ? make('p', {}, 'No directory allows snapshots.') :
      table('Directories that allow snapshots', [
        {name: 'Directory', value: path, cell: row => make('a', {href: '/explorer.html#' + encodeURI(path(row) + '/.snapshot')}, path(row))},
        {name: 'Snapshots', number: true, value: row => row.snapshotNumber, cell: row => String(row.snapshotNumber)},
        {name: 'Most', number: true, value: row => row.snapshotQuota, cell: row => row.snapshotQuota.toLocaleString()},
        {name: 'Owner', value: row => row.dirStatus.owner, cell: row => row.dirStatus.owner},
        {name: 'Changed', value: row => row.dirStatus.modificationTime, cell: row => timeText(row.dirStatus.modificationTime)},
      ], found)),
  ];
}

async function startup() {
  const progress = await (await fetch('/startupProgress')).json();
  const share = progress.percentComplete;
  return [
    make('h1', {}, 'Startup progress ', make('small', {}, (100 * share).toFixed(1) + '% after ' + spanText(progress.elapsedTime))),
    card(null, table('What a NameNode does before it serves', [
      {name: 'Phase', cell: row => row.desc},
      {name: 'State', cell: row => make('span', {class: row.status === 'COMPLETE' ? 'good' : 'warn'}, row.status.toLowerCase())},
      {name: 'Done', cell: row => [meter(row.percentComplete, 1, row.desc), (100 * row.percentComplete).toFixed(1) + '%']},
      {name: 'Time', number: true, cell: row => spanText(row.elapsedTime)},
      {name: 'Steps', cell: row => row.steps.map(step => step.desc + ': ' + step.count.toLocaleString() + '/' + step.total.toLocaleString()).join(', ')},
    ], progress.phases)),
  ];
}

tabs({'#tab-overview': overview, '#tab-datanode': datanodes, '#tab-datanode-volume-failures': volumeFailures,
      '#tab-snapshot': snapshots, '#tab-startup-progress': startup}, '#tab-overview');
