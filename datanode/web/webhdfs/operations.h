// The operations, one a file. Each answers through the exchange, or refuses before it has begun to.
#pragma once

#include <string>

#include "common/config/host_port.h"
#include "common/hdfs/file_system.h"
#include "common/http/exchange.h"
#include "common/webhdfs/parameters.h"

namespace mammoth::datanode {

struct WebOperation {
  http::Exchange& exchange;
  hdfs::FileSystem& files;
  std::string path;
  webhdfs::Parameters parameters;
  std::string namenode;  // "host:port", as the client knows it
};

namespace web_ops {

Result<void> open(const WebOperation& call);
Result<void> create(const WebOperation& call);
Result<void> append(const WebOperation& call);
Result<void> get_file_checksum(const WebOperation& call);

// The request's body into the file, which is closed at its end.
Result<void> receive(http::Exchange& exchange, hdfs::FileWriter& writer);

}  // namespace web_ops
}  // namespace mammoth::datanode
