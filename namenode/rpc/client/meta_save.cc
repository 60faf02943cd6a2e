#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// Where the daemon's logs are: HADOOP_LOG_DIR, else the folder it was started in.
std::filesystem::path log_directory() {
  const char* folder = std::getenv("HADOOP_LOG_DIR");
  return folder != nullptr && *folder != '\0' ? folder : ".";
}

}  // namespace

Result<wire::MetaSaveResponseProto> ClientProtocol::meta_save(
    const wire::MetaSaveRequestProto& request, rpc::Call& call) {
  const Caller caller = caller_of(call);
  const std::string text = TRY(system_.meta_save(caller));
  // Differs from Apache's, which lets an administrator write anywhere.
  const std::string& name = request.filename();
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
      name.find('\0') != std::string::npos) {
    return Error{ErrorCode::kIllegalArgument,
                 "metaSave writes into the log directory: '" + name + "' is not a file name"};
  }
  const auto path = log_directory() / name;
  std::ofstream file(path, std::ios::trunc);
  file << text;
  file.close();
  if (!file) return Error{ErrorCode::kFileNotFound, path.string() + " cannot be written"};
  system_.audit_admin(caller, "metaSave");
  return wire::MetaSaveResponseProto();
}

}  // namespace mammoth::namenode
