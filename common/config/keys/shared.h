// Keys that more than one program reads: the file system's address, RPC, users, the network's
// shape.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kFsDefaultFs{
    "fs.defaultFS", KeyType::kString, "", "file:///",
    "The file system that paths without a scheme belong to, hdfs://host:port for a cluster. Also "
    "the NameNode's address, for itself and for DataNodes, where dfs.namenode.rpc-address is "
    "empty."};
inline constexpr ConfigKey kHadoopTmpDir{
    "hadoop.tmp.dir", KeyType::kString, "", "/tmp/hadoop-${user.name}",
    "Base of the directories that are not configured themselves. A cluster that shall outlive a "
    "reboot sets it, or the directories, to a place that is kept."};
inline constexpr ConfigKey kIoFileBufferSize{
    "io.file.buffer.size", KeyType::kSize, "bytes", "4096",
    "Buffer of streams to and from files; a multiple of the memory page is best.", "512..1g"};
inline constexpr ConfigKey kFsTrashInterval{
    "fs.trash.interval", KeyType::kDuration, "m", "0",
    "How long deleted files stay in the trash; 0 deletes at once. Where the NameNode sets it, its "
    "value holds for clients too.", "0.."};
inline constexpr ConfigKey kFsTrashCheckpointInterval{
    "fs.trash.checkpoint.interval", KeyType::kDuration, "m", "0",
    "How often the NameNode closes the current trash and empties what is too old; 0, or more than "
    "fs.trash.interval, means fs.trash.interval.", "0.."};
inline constexpr ConfigKey kFsPermissionsUmaskMode{
    "fs.permissions.umask-mode", KeyType::kUmask, "", "022",
    "Rights that new files and directories do not get: octal, or as u=rwx,g=rx,o=rx the rights "
    "that they keep."};
inline constexpr ConfigKey kDfsPermissionsSuperusergroup{
    "dfs.permissions.superusergroup", KeyType::kString, "", "supergroup",
    "Members of this group pass every permission check, like the user who runs the NameNode."};
inline constexpr ConfigKey kDfsClusterAdministrators{
    "dfs.cluster.administrators", KeyType::kString, "", "",
    "No effect yet. Who may see the protected status pages: users separated by commas, a space, groups separated "
    "by commas; * for everybody."};

inline constexpr ConfigKey kHadoopSecurityAuthentication{
    "hadoop.security.authentication", KeyType::kChoice, "", "simple",
    "How callers prove who they are. Only simple is there: a caller is believed, so the network "
    "has to be trusted.", "simple"};
inline constexpr ConfigKey kHadoopUserGroupStaticMappingOverrides{
    "hadoop.user.group.static.mapping.overrides", KeyType::kString, "", "dr.who=;",
    "Groups of users that the operating system is not asked about: user=group,group;user=group."};
inline constexpr ConfigKey kHadoopSecurityGroupsCacheSecs{
    "hadoop.security.groups.cache.secs", KeyType::kDuration, "s", "300",
    "How long the groups of a user are remembered before the operating system is asked "
    "again.", "0.."};
inline constexpr ConfigKey kHadoopProxyuser{
    "hadoop.proxyuser.*", KeyType::kPrefix, "", "",
    "Who may act for others: for a user NAME, hadoop.proxyuser.NAME.hosts lists the machines it "
    "may do so from, .groups and .users whom it may stand for; * means all. Without these nobody "
    "may."};
inline constexpr ConfigKey kHadoopHttpStaticuserUser{
    "hadoop.http.staticuser.user", KeyType::kString, "", "dr.who",
    "The user that visitors of the web pages act as when they name none."};
inline constexpr ConfigKey kDfsEncryptDataTransfer{
    "dfs.encrypt.data.transfer", KeyType::kBool, "", "false",
    "Whether block data travels encrypted between clients and DataNodes."};

inline constexpr ConfigKey kIpcMaximumDataLength{
    "ipc.maximum.data.length", KeyType::kSize, "bytes", "134217728",
    "Longest RPC request that a server accepts; it closes a connection that announces "
    "more.", "1k..2147483647"};
inline constexpr ConfigKey kIpcMaximumResponseLength{
    "ipc.maximum.response.length", KeyType::kSize, "bytes", "134217728",
    "Longest RPC response that a client accepts.", "1k..2147483647"};
inline constexpr ConfigKey kIpcServerListenQueueSize{
    "ipc.server.listen.queue.size", KeyType::kInt, "connections", "256",
    "Connections that the kernel holds until the server accepts them.", "1..65535"};
inline constexpr ConfigKey kIpcServerHandlerQueueSize{
    "ipc.server.handler.queue.size", KeyType::kInt, "calls", "100",
    "No effect yet. Calls that may wait for each handler; beyond that a server stops reading.", "1..1000000"};
inline constexpr ConfigKey kIpcServerMaxConnections{
    "ipc.server.max.connections", KeyType::kInt, "connections", "0",
    "Connections that a server keeps open at a time, more are closed at once; 0 for no "
    "limit.", "0.."};
inline constexpr ConfigKey kIpcClientConnectTimeout{
    "ipc.client.connect.timeout", KeyType::kDuration, "ms", "20000",
    "How long a client waits for a connection to a server.", "1.."};
inline constexpr ConfigKey kIpcClientConnectMaxRetries{
    "ipc.client.connect.max.retries", KeyType::kInt, "attempts", "10",
    "How often a client tries again after a refused connection.", "0.."};
inline constexpr ConfigKey kIpcClientConnectMaxRetriesOnTimeouts{
    "ipc.client.connect.max.retries.on.timeouts", KeyType::kInt, "attempts", "45",
    "No effect yet. How often a client tries again after a connection that did not come about in time.", "0.."};
inline constexpr ConfigKey kIpcClientConnectRetryInterval{
    "ipc.client.connect.retry.interval", KeyType::kDuration, "ms", "1000",
    "Pause between two attempts to connect.", "0.."};
inline constexpr ConfigKey kIpcClientConnectionMaxidletime{
    "ipc.client.connection.maxidletime", KeyType::kDuration, "ms", "10000",
    "How long a client keeps an unused connection. A server closes one that was silent for twice "
    "this time.", "1.."};
inline constexpr ConfigKey kIpcClientPing{
    "ipc.client.ping", KeyType::kBool, "", "true",
    "No effect yet. Whether a client that waits for a response asks every ipc.ping.interval if the server is "
    "there."};
inline constexpr ConfigKey kIpcPingInterval{
    "ipc.ping.interval", KeyType::kDuration, "ms", "60000",
    "Pause between two pings on a connection that waits for a response.", "1.."};
inline constexpr ConfigKey kIpcClientRpcTimeoutMs{
    "ipc.client.rpc-timeout.ms", KeyType::kDuration, "ms", "120000",
    "How long a client waits for the response to a call; 0 for ever.", "0.."};

inline constexpr ConfigKey kNetTopologyScriptFileName{
    "net.topology.script.file.name", KeyType::kString, "", "",
    "Program that prints the rack (/rack1) of the host it gets as an argument; asked by the ResourceManager, while "
    "the NameNode reads net.topology.table.file.name alone. Empty: every host is in /default-rack, unless that "
    "file says better."};
inline constexpr ConfigKey kNetTopologyScriptNumberArgs{
    "net.topology.script.number.args", KeyType::kInt, "hosts", "100",
    "No effect yet. Hosts that the topology script gets at a time.", "1..10000"};
inline constexpr ConfigKey kNetTopologyTableFileName{
    "net.topology.table.file.name", KeyType::kString, "", "",
    "File with a host and its rack on each line, instead of a script."};

inline constexpr ConfigKey kMammothSecurityAllowUnauthenticatedRemote{
    "mammoth.security.allow-unauthenticated-remote", KeyType::kBool, "", "false",
    "Whether a program may listen on an address that other machines reach although it believes "
    "every caller (hadoop.security.authentication = simple). While false, such a program refuses "
    "to start."};

}  // namespace mammoth::keys
// clang-format on
