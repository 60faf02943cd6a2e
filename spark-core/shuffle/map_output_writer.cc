#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/io/crc32.h"
#include "spark-core/shuffle/file_names.h"
#include "spark-core/shuffle/map_output.h"

namespace mammoth::spark {
namespace {

// The buffers of all partitions, and what of them had to leave memory early.
class PartitionedBytes {
 public:
  PartitionedBytes(std::size_t partitions, TaskContext& context)
      : context_(context), buffers_(partitions) {}

  std::vector<Writer>& buffers() { return buffers_; }
  std::size_t held_bytes() const {
    std::size_t bytes = 0;
    for (const Writer& buffer : buffers_) bytes += buffer.capacity();
    return bytes;
  }
  void spill() {
    Spill spill{context_.new_spill_file(), {}};
    for (Writer& buffer : buffers_) {
      spill.sizes.push_back(buffer.size());
      spill.file->append(buffer.view());
      buffer.release();
    }
    spills_.push_back(std::move(spill));
  }
  std::size_t spill_count() const { return spills_.size(); }

  // All bytes of a partition, in pieces, to `each`.
  template <class Each>
  void read(std::size_t partition, const Each& each) {
    for (Spill& spill : spills_) {
      std::uint64_t left = spill.sizes[partition];
      while (left > 0) {
        const std::string piece =
            spill.file->read(spill.read, std::min<std::uint64_t>(left, 1 << 20));
        if (piece.empty()) throw std::runtime_error("a spill file was cut short");
        spill.read += piece.size();
        left -= piece.size();
        each(piece);
      }
    }
    each(buffers_[partition].view());
  }

 private:
  struct Spill {
    std::unique_ptr<SpillFile> file;
    std::vector<std::uint64_t> sizes;
    std::uint64_t read = 0;  // partitions are read in order
  };
  TaskContext& context_;
  std::vector<Writer> buffers_;
  std::vector<Spill> spills_;
};

void put_big_endian(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

// A file that has its name once it is whole.
class NewFile {
 public:
  NewFile(LocalFiles& files, const std::string& name)
      : path_(files.path_of(name)), file_(files.create(path_ + ".new")) {}
  ~NewFile() {
    if (!named_) std::remove(file_.path().c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  void append(std::string_view bytes) { file_.append(bytes); }
  void give_name() {
    if (std::rename(file_.path().c_str(), path_.c_str()) != 0)
      throw std::system_error(errno, std::generic_category(), "rename " + file_.path());
    named_ = true;
  }

 private:
  const std::string path_;
  LocalFile file_;
  bool named_ = false;
};

MapOutput commit(PartitionedBytes& bytes, LocalFiles& files, MapOutputId id, BlockCodec codec) {
  MapOutput output;
  NewFile data(files, data_name(id)), index_file(files, index_name(id)),
      checksum_file(files, checksum_name(id));
  std::string index, checksums;
  put_big_endian(index, 0);
  std::uint64_t offset = 0;
  std::uint32_t whole = 0;
  for (std::size_t partition = 0; partition < bytes.buffers().size(); ++partition) {
    std::uint32_t crc = 0;
    const std::uint64_t start = offset;
    BlockCompressor block(codec, [&](std::string_view piece) {
      data.append(piece);
      crc = update_crc(ChecksumType::kCrc32c, crc, as_byte_view(piece));
      offset += piece.size();
    });
    bytes.read(partition, [&](std::string_view piece) { block.add(piece); });
    block.finish();
    output.sizes.push_back(offset - start);
    put_big_endian(index, offset);
    put_big_endian(checksums, crc);
    whole = whole * 31 + crc;
  }
  output.checksum = whole;
  checksum_file.append(checksums);
  index_file.append(index);
  data.give_name();
  checksum_file.give_name();
  index_file.give_name();
  return output;
}

}  // namespace

MapOutput write_map_output(Stream& elements, const StagePlan& plan, TaskContext& context,
                           LocalFiles& files, MapOutputId id, BlockCodec codec) {
  PartitionedBytes bytes(plan.partition_of.partitions(), context);
  const std::unique_ptr<ShuffleSink> sink = plan.sink(plan.function.get(), plan.partition_of);
  const std::size_t limit = context.memory_limit_bytes();
  std::uint64_t records = 0;
  std::size_t until_look = 0;
  for (Batch batch; elements.next(batch);) {
    context.check_interrupted();
    records += batch.size;
    sink->add(batch, bytes.buffers());
    if (until_look-- > 0) continue;
    until_look = bytes.buffers().size() / 64;  // looking costs a step a partition
    const std::size_t held = sink->held_bytes();
    if (held + bytes.held_bytes() <= limit) continue;
    sink->drain(bytes.buffers());
    bytes.spill();
  }
  sink->drain(bytes.buffers());
  MapOutput output = commit(bytes, files, id, codec);
  output.records = records;
  output.spills = bytes.spill_count();
  return output;
}

void remove_map_output(LocalFiles& files, MapOutputId id) {
  for (const std::string& name : {index_name(id), data_name(id), checksum_name(id)}) {
    std::error_code ignored;  // already gone is as good
    std::filesystem::remove(files.find(name), ignored);
  }
}

}  // namespace mammoth::spark
