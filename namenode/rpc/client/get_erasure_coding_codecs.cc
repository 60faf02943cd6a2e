#include "common/protocol/hdfs/client_namenode/erasure_coding.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetErasureCodingCodecsResponseProto> ClientFeatures::get_erasure_coding_codecs(
    const wire::GetErasureCodingCodecsRequestProto&, rpc::Call&) {
  // None: this server codes nothing.
  return wire::GetErasureCodingCodecsResponseProto();
}

}  // namespace mammoth::namenode
