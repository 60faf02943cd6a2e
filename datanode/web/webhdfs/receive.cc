#include <vector>

#include "datanode/web/webhdfs/operations.h"

namespace mammoth::datanode::web_ops {

namespace {

constexpr std::size_t kUploadPieceBytes = 256u << 10;

// An upload that breaks off leaves the file with what has come, closed, as Apache's DataNode does: a
// repeated one need not wait for the lease.
class ClosedInAnyCase {
 public:
  explicit ClosedInAnyCase(hdfs::FileWriter& writer) : writer_(writer) {}
  ~ClosedInAnyCase() { static_cast<void>(writer_.close()); }
  ClosedInAnyCase(const ClosedInAnyCase&) = delete;
  ClosedInAnyCase& operator=(const ClosedInAnyCase&) = delete;

 private:
  hdfs::FileWriter& writer_;
};

}  // namespace

Result<void> receive(http::Exchange& exchange, hdfs::FileWriter& writer) {
  const ClosedInAnyCase closed(writer);
  std::vector<std::byte> piece(kUploadPieceBytes);
  while (const std::size_t count = exchange.read(piece))
    TRY(writer.write(std::span(piece).first(count)));
  return writer.close();
}

}  // namespace mammoth::datanode::web_ops
