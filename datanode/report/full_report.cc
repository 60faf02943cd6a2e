#include "datanode/report/full_report.h"

#include "common/io/byte_writer.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs::datanode;

namespace {

constexpr std::size_t kBufferBytes = 64u << 10;  // a new buffer is begun beyond that

struct StorageList {
  std::vector<std::string> buffers{1};
  std::uint64_t count = 0;

  // Id in zig-zag, then length, stamp and state: four varints a replica.
  void add(const Replica& replica) {
    if (buffers.back().size() > kBufferBytes) buffers.emplace_back();
    ByteWriter out(buffers.back());
    out.zigzag(static_cast<std::int64_t>(replica.block.id.value()));
    out.varint(replica.block.length_bytes);
    out.varint(replica.block.generation_stamp.value());
    out.varint(static_cast<std::uint64_t>(replica.state));
    ++count;
  }
};

}  // namespace

std::vector<pb::BlockReportRequestProto> make_full_report(const ReplicaStore& store,
                                                          const FullReportOptions& options) {
  std::vector<StorageList> lists(store.volumes().size());
  std::uint64_t total = 0;
  store.for_each_reported([&](const Replica& replica) {
    if (replica.volume >= lists.size()) return;  // of a volume that came just now
    lists[replica.volume].add(replica);
    ++total;
  });

  std::vector<pb::BlockReportRequestProto> messages;
  const bool split = total >= options.split_threshold_blocks;
  for (VolumeIndex i = 0; i < lists.size(); ++i) {
    const Volume& volume = *store.volumes().at(i);
    if (volume.failed()) continue;
    if (messages.empty() || split) messages.emplace_back().set_blockpoolid(store.pool_id());
    auto& report = *messages.back().add_reports();
    *report.mutable_storage() = to_storage(volume);
    report.set_numberofblocks(lists[i].count);
    for (auto& buffer : lists[i].buffers)
      if (!buffer.empty()) report.add_blocksbuffers(std::move(buffer));
  }
  for (std::size_t i = 0; i < messages.size(); ++i) {
    auto& context = *messages[i].mutable_context();
    context.set_totalrpcs(static_cast<std::int32_t>(messages.size()));
    context.set_currpc(static_cast<std::int32_t>(i));
    context.set_id(options.report_id);
    context.set_leaseid(options.lease_id);
  }
  return messages;
}

}  // namespace mammoth::datanode
