'use strict';

async function overview() {
  const all = await beans();
  const info = all.DataNodeInfo, state = all.FSDatasetState;
  const volumes = Object.entries(JSON.parse(info.VolumeInfo)).map(([path, volume]) => ({path, ...volume}));
  const pools = Object.entries(JSON.parse(info.NamenodeAddresses));
  const memory = all.JvmMetrics;
  document.title = 'DataNode ' + info.DatanodeHostname;
  return [
    make('h1', {}, info.DatanodeHostname + ':' + info.DataPort),
    make('div', {class: 'figures'},
         figure(sizeText(state.Capacity), 'capacity'), figure(sizeText(state.DfsUsed), 'used by replicas'),
         figure(sizeText(state.Remaining), 'left for replicas'),
         figure(volumes.reduce((sum, volume) => sum + volume.numBlocks, 0).toLocaleString(), 'replicas'),
         figure(state.NumFailedVolumes, 'failed volumes', state.NumFailedVolumes > 0 ? 'bad' : 'good'),
         figure(info.XceiverCount, 'transfers now')),
    card('DataNode', facts([
      ['Cluster ID', info.ClusterId], ['Version', info.Version], ['Started', timeText(info.DNStartedTimeInMillis)],
      ['Running for', spanText(Date.now() - info.DNStartedTimeInMillis)],
      ['Ports', 'data ' + info.DataPort + ', ipc ' + info.RpcPort + ', http ' + info.HttpPort],
      ['Memory', memory ? memory.MemHeapUsedM.toFixed(1) + ' MB resident' : '']])),
    card('Block pools', table('Whose blocks are here', [
      {name: 'NameNode', cell: row => row[0]}, {name: 'Block pool', cell: row => row[1] || '–'}], pools)),
    card('Volumes', table('Directories with replicas', [
      {name: 'Directory', value: row => row.path, cell: row => row.path},
      {name: 'Kind', value: row => row.storageType, cell: row => row.storageType},
      {name: 'Used', value: row => row.usedSpace, cell: row =>
        [meter(row.usedSpace, row.usedSpace + row.freeSpace, 'space in use'), sizeText(row.usedSpace)]},
      {name: 'Left', number: true, value: row => row.freeSpace, cell: row => sizeText(row.freeSpace)},
      {name: 'Reserved', number: true, value: row => row.reservedSpace, cell: row => sizeText(row.reservedSpace)},
      {name: 'Replicas', number: true, value: row => row.numBlocks, cell: row => row.numBlocks.toLocaleString()},
    ], volumes)),
  ];
}

tabs({'#tab-overview': overview}, '#tab-overview');
