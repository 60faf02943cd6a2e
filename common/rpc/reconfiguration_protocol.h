// ReconfigurationProtocol: an administrator makes a daemon read its configuration again. Every
// daemon answers it alike, and a DataNode within ClientDatanodeProtocol too (Hadoop:
// ReconfigurationProtocolServerSideTranslatorPB).
#pragma once

#include <functional>

#include "common/base/result.h"
#include "common/config/reconfiguration.h"
#include "common/rpc/call.h"

namespace hadoop::hdfs {
class StartReconfigurationRequestProto;
class StartReconfigurationResponseProto;
class GetReconfigurationStatusRequestProto;
class GetReconfigurationStatusResponseProto;
class ListReconfigurablePropertiesRequestProto;
class ListReconfigurablePropertiesResponseProto;
}  // namespace hadoop::hdfs

namespace mammoth::rpc {

class Service;

inline constexpr const char* kReconfigurationProtocolName =
    "org.apache.hadoop.hdfs.protocol.ReconfigurationProtocol";

// Thread-safe.
class ReconfigurationProtocol {
 public:
  enum class Operation { kStart, kStatus, kProperties };
  // The daemon's rules and its audit log; both may run on several threads at once.
  struct Guard {
    std::function<Result<void>(const Call&, Operation)> check;  // who may
    std::function<void(const Call&, Operation)> done;           // after a success; may be empty
  };

  // `reconfiguration` must outlive this.
  ReconfigurationProtocol(Reconfiguration& reconfiguration, Guard guard);

  // The three methods, of whatever protocol the service is.
  void bind_to(Service& service);

  Result<hadoop::hdfs::StartReconfigurationResponseProto> start(
      const hadoop::hdfs::StartReconfigurationRequestProto& request, Call& call);
  Result<hadoop::hdfs::GetReconfigurationStatusResponseProto> status(
      const hadoop::hdfs::GetReconfigurationStatusRequestProto& request, Call& call);
  Result<hadoop::hdfs::ListReconfigurablePropertiesResponseProto> properties(
      const hadoop::hdfs::ListReconfigurablePropertiesRequestProto& request, Call& call);

 private:
  void note(const Call& call, Operation operation) const;

  Reconfiguration& reconfiguration_;
  const Guard guard_;
};

}  // namespace mammoth::rpc
