// The refusals of the system: what a caller asked for and may not have. A refusal travels as a value
// (`Result<T>`, result.h); a broken world (lost connection, failed disk) is an exception; a broken
// program stops in MAMMOTH's assertions (check.h).
//
// Each code stands for one Java exception class of Hadoop, because clients decide by that class;
// common/rpc/remote_error.h holds the table.
#pragma once

#include <string>

namespace mammoth {

enum class ErrorCode {
  kIo,  // java.io.IOException, the class for everything without one of its own
  kFileNotFound,
  kAccessDenied,
  kFileAlreadyExists,
  kParentNotDirectory,
  kPathIsNotEmptyDirectory,
  kInvalidPath,
  kPathComponentTooLong,
  kMaxDirectoryItemsExceeded,
  kUnresolvedPath,
  kAlreadyBeingCreated,
  kRecoveryInProgress,
  kLeaseExpired,
  kNotReplicatedYet,
  kRetryStartFile,
  kNsQuotaExceeded,
  kDsQuotaExceeded,
  kQuotaByStorageTypeExceeded,
  kSnapshot,
  kSnapshotAccessControl,
  kAcl,
  kNoEcPolicySet,
  kSafeMode,
  kStandby,
  kRetriable,
  kUnregisteredNode,
  kDisallowedDatanode,
  kIncorrectVersion,
  kInvalidToken,
  kReplicaNotFound,
  kUnsupportedOperation,
  kHadoopIllegalArgument,
  kIllegalArgument,
  kIllegalState,
  kRpcServer,
  kRpcNoSuchMethod,
  kRpcNoSuchProtocol,
  kVersionMismatch,
  kEof,
  kConnect,
  kSocketTimeout,
  kUnknownHost,
  kChecksum,
  kRemote,  // a class this program does not know; `remote_class` names it
};

struct Error {
  ErrorCode code = ErrorCode::kIo;
  std::string message;
  std::string remote_class{};  // Java class name, only with kRemote
};

}  // namespace mammoth
