#include "common/rpc/remote_error.h"

#include <array>

namespace mammoth::rpc {

namespace {

struct Row {
  ErrorCode code;
  std::string_view java_class;
};

using enum ErrorCode;

constexpr auto kTable = std::to_array<Row>({
    {kIo, "java.io.IOException"},
    {kFileNotFound, "java.io.FileNotFoundException"},
    {kAccessDenied, "org.apache.hadoop.security.AccessControlException"},
    {kFileAlreadyExists, "org.apache.hadoop.fs.FileAlreadyExistsException"},
    {kParentNotDirectory, "org.apache.hadoop.fs.ParentNotDirectoryException"},
    {kPathIsNotEmptyDirectory, "org.apache.hadoop.fs.PathIsNotEmptyDirectoryException"},
    {kInvalidPath, "org.apache.hadoop.fs.InvalidPathException"},
    {kPathComponentTooLong,
     "org.apache.hadoop.hdfs.protocol.FSLimitException$PathComponentTooLongException"},
    {kMaxDirectoryItemsExceeded,
     "org.apache.hadoop.hdfs.protocol.FSLimitException$MaxDirectoryItemsExceededException"},
    {kUnresolvedPath, "org.apache.hadoop.hdfs.protocol.UnresolvedPathException"},
    {kAlreadyBeingCreated, "org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException"},
    {kRecoveryInProgress, "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException"},
    {kLeaseExpired, "org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException"},
    {kNotReplicatedYet, "org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException"},
    {kRetryStartFile, "org.apache.hadoop.hdfs.server.namenode.RetryStartFileException"},
    {kNsQuotaExceeded, "org.apache.hadoop.hdfs.protocol.NSQuotaExceededException"},
    {kDsQuotaExceeded, "org.apache.hadoop.hdfs.protocol.DSQuotaExceededException"},
    {kQuotaByStorageTypeExceeded,
     "org.apache.hadoop.hdfs.protocol.QuotaByStorageTypeExceededException"},
    {kSnapshot, "org.apache.hadoop.hdfs.protocol.SnapshotException"},
    {kSnapshotAccessControl, "org.apache.hadoop.hdfs.protocol.SnapshotAccessControlException"},
    {kAcl, "org.apache.hadoop.hdfs.protocol.AclException"},
    {kNoEcPolicySet, "org.apache.hadoop.hdfs.protocol.NoECPolicySetException"},
    {kSafeMode, "org.apache.hadoop.hdfs.server.namenode.SafeModeException"},
    {kStandby, "org.apache.hadoop.ipc.StandbyException"},
    {kRetriable, "org.apache.hadoop.ipc.RetriableException"},
    {kUnregisteredNode, "org.apache.hadoop.hdfs.protocol.UnregisteredNodeException"},
    {kDisallowedDatanode, "org.apache.hadoop.hdfs.server.protocol.DisallowedDatanodeException"},
    {kIncorrectVersion, "org.apache.hadoop.hdfs.server.common.IncorrectVersionException"},
    {kInvalidToken, "org.apache.hadoop.security.token.SecretManager$InvalidToken"},
    {kReplicaNotFound, "org.apache.hadoop.hdfs.server.datanode.ReplicaNotFoundException"},
    {kUnsupportedOperation, "java.lang.UnsupportedOperationException"},
    {kHadoopIllegalArgument, "org.apache.hadoop.HadoopIllegalArgumentException"},
    {kIllegalArgument, "java.lang.IllegalArgumentException"},
    {kIllegalState, "java.lang.IllegalStateException"},
    {kRpcServer, "org.apache.hadoop.ipc.RpcServerException"},
    {kRpcNoSuchMethod, "org.apache.hadoop.ipc.RpcNoSuchMethodException"},
    {kRpcNoSuchProtocol, "org.apache.hadoop.ipc.RpcNoSuchProtocolException"},
    {kVersionMismatch, "org.apache.hadoop.ipc.RPC$VersionMismatch"},
    {kEof, "java.io.EOFException"},
    {kConnect, "java.net.ConnectException"},
    {kSocketTimeout, "java.net.SocketTimeoutException"},
    {kUnknownHost, "java.net.UnknownHostException"},
    {kChecksum, "org.apache.hadoop.fs.ChecksumException"},
});

static_assert(kTable.size() == static_cast<std::size_t>(kRemote), "every code has its class");

}  // namespace

std::string_view java_class_of(const Error& error) {
  if (error.code == kRemote) return error.remote_class;
  for (const Row& row : kTable)
    if (row.code == error.code) return row.java_class;
  return kTable.front().java_class;
}

Error error_from_java(std::string_view java_class, std::string_view message) {
  std::string text(message.substr(0, message.find("\n\tat ")));
  for (const Row& row : kTable)
    if (row.java_class == java_class) return {row.code, std::move(text)};
  return {kRemote, std::move(text), std::string(java_class)};
}

}  // namespace mammoth::rpc
