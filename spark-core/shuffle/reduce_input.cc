#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <optional>
#include <system_error>

#include "common/io/crc32.h"
#include "spark-core/shuffle/file_names.h"
#include "spark-core/shuffle/map_output.h"

namespace mammoth::spark {
namespace {

// A range of a file in the address space.
class Mapping {
 public:
  Mapping(const LocalFile& file, std::uint64_t offset, std::size_t size) {
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t start = offset / page * page;
    length_ = size + (offset - start);
    base_ = ::mmap(nullptr, length_, PROT_READ, MAP_PRIVATE, file.descriptor(),
                   static_cast<off_t>(start));
    if (base_ == MAP_FAILED)
      throw std::system_error(errno, std::generic_category(), "mmap " + file.path());
    ::madvise(base_, length_, MADV_SEQUENTIAL);
    bytes_ = {static_cast<const char*>(base_) + (offset - start), size};
  }
  ~Mapping() { ::munmap(base_, length_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  std::string_view bytes() const { return bytes_; }

 private:
  void* base_ = nullptr;
  std::size_t length_ = 0;
  std::string_view bytes_;
};

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

// The bytes of one output after the other, from wherever they are.
class OutputReader {
 public:
  OutputReader(const ShuffleReader& reader, std::vector<LocatedOutput> outputs, int reduce,
               TaskMetrics& metrics)
      : reader_(reader), outputs_(std::move(outputs)), reduce_(reduce), metrics_(metrics) {}

  // The next output's bytes, valid until the next call; absent at the end.
  std::optional<std::string_view> next() {
    mapping_.reset();
    if (at_ == outputs_.size()) return std::nullopt;
    const LocatedOutput& output = outputs_[at_++];
    try {
      const LocalRoots& roots = roots_of(output);
      return roots.empty() ? remote(output) : local(output, roots);
    } catch (const FetchFailure&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw FetchFailure(output, reduce_, error.what());
    }
  }
  const LocatedOutput& current() const { return outputs_[at_ - 1]; }
  int reduce() const { return reduce_; }

 private:
  // Empty: it has to be fetched.
  const LocalRoots& roots_of(const LocatedOutput& output) const {
    static const LocalRoots kElsewhere;
    if (output.place == nullptr || output.place->executor == reader_.executor)
      return reader_.roots;
    return output.place->host == reader_.host ? output.place->roots : kElsewhere;
  }
  std::string_view local(const LocatedOutput& output, const LocalRoots& roots) {
    const OutputRange range = find_map_output(roots, output.id, reduce_);
    if (range.size == 0) return {};
    const LocalFile data = LocalFile::open(range.file);
    if (range.offset + range.size > data.size_bytes())
      throw std::runtime_error(data_name(output.id) + " is cut short");
    mapping_.emplace(data, range.offset, range.size);
    if (update_crc(ChecksumType::kCrc32c, 0, as_byte_view(mapping_->bytes())) != range.checksum)
      throw std::runtime_error("the checksum of " + data_name(output.id) + " partition " +
                               std::to_string(reduce_) +
                               " is not that of its bytes: the disk has damaged it");
    metrics_.shuffle_read_local_bytes += range.size;
    ++metrics_.shuffle_read_local_blocks;
    return mapping_->bytes();
  }
  std::string_view remote(const LocatedOutput& output) {
    std::unique_ptr<RemoteOutputs>& fetched = fetched_[output.place->executor];
    if (!fetched) {
      std::vector<MapOutputId> wanted;
      for (std::size_t i = at_ - 1; i < outputs_.size(); ++i)
        if (outputs_[i].place && outputs_[i].place->executor == output.place->executor)
          wanted.push_back(outputs_[i].id);
      fetched = reader_.fetch(*output.place, std::move(wanted), reduce_);
    }
    const auto start = std::chrono::steady_clock::now();
    const std::string_view bytes = fetched->next();
    metrics_.fetch_wait_ms +=
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                       std::chrono::steady_clock::now() - start)
                                       .count());
    metrics_.shuffle_read_remote_bytes += bytes.size();
    if (!bytes.empty()) ++metrics_.shuffle_read_remote_blocks;
    return bytes;
  }

  const ShuffleReader& reader_;
  std::vector<LocatedOutput> outputs_;
  int reduce_;
  TaskMetrics& metrics_;
  std::size_t at_ = 0;
  std::optional<Mapping> mapping_;
  std::map<std::string, std::unique_ptr<RemoteOutputs>> fetched_;
};

// One output's records as bytes, decompressed a few pieces at a time.
class RecordBytes {
 public:
  void begin(std::string_view bytes, BlockCodec codec) {
    const bool plain = codec == BlockCodec::kNone;
    rest_ = BlockDecompressor(codec, plain ? std::string_view() : bytes);
    buffer_.clear();
    reader_ = Reader(plain ? bytes : std::string_view());
  }
  Reader& reader() { return reader_; }
  bool is_last() const { return rest_.at_end(); }  // nothing comes behind what the reader has
  // What the reader has not read yet, and at least as much again.
  void more() {
    const std::size_t left = reader_.left();
    buffer_.erase(0, buffer_.size() - left);
    do rest_.next(buffer_);
    while (!rest_.at_end() && buffer_.size() < 2 * left);
    reader_ = Reader(buffer_);
  }

 private:
  BlockDecompressor rest_{BlockCodec::kNone, {}};
  std::string buffer_;
  Reader reader_{std::string_view()};
};

class ReduceStream final : public Stream {
 public:
  ReduceStream(const ShuffleReader& reader, std::vector<LocatedOutput> outputs, int reduce,
               const TypeOps* record, TaskMetrics& metrics)
      : outputs_(reader, std::move(outputs), reduce, metrics),
        codec_(reader.codec),
        metrics_(metrics),
        record_(record),
        out_(record) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (out_.size() == 0) {
      if (in_.reader().at_end() && in_.is_last()) {
        const std::optional<std::string_view> bytes = outputs_.next();
        if (!bytes) return false;
        in_.begin(*bytes, codec_);
        continue;
      }
      try {
        read_records();
      } catch (const std::runtime_error& error) {
        throw FetchFailure(outputs_.current(), outputs_.reduce(), error.what());
      }
    }
    metrics_.shuffle_read_records += out_.size();
    batch = out_.batch();
    return true;
  }

 private:
  void read_records() {
    Reader& in = in_.reader();
    Reader record = in;
    try {
      for (; !out_.full() && !in.at_end(); record = in) {
        record_->read(in, out_.slot(), 1);
        out_.added();
      }
      if (!in.at_end() || in_.is_last()) return;
    } catch (const WireError&) {
      if (in_.is_last()) throw;  // else the record goes on in the next piece: it is read again
      in = record;
    }
    if (out_.size() == 0) in_.more();  // elsewhere records point into the bytes that are there
  }

  OutputReader outputs_;
  const BlockCodec codec_;
  TaskMetrics& metrics_;
  const TypeOps* record_;
  OutputBuffer out_;
  RecordBytes in_;
};

}  // namespace

OutputRange find_map_output(const LocalRoots& roots, const MapOutputId& id, int reduce) {
  const auto at = static_cast<std::uint64_t>(reduce) * 8;
  const auto place = [&](const std::string& name) {
    return LocalFiles::find(roots, name);
  };
  const std::string range = LocalFile::open(place(index_name(id))).read(at, 16);
  if (range.size() != 16) throw std::runtime_error(index_name(id) + " is cut short");
  const std::uint64_t begin = big_endian(std::string_view(range).substr(0, 8));
  const std::uint64_t end = big_endian(std::string_view(range).substr(8));
  if (begin > end) throw std::runtime_error(index_name(id) + " is damaged");
  if (begin == end) return {};
  const std::string checksum = LocalFile::open(place(checksum_name(id))).read(at, 8);
  if (checksum.size() != 8) throw std::runtime_error(checksum_name(id) + " is cut short");
  return {place(data_name(id)), begin, end - begin,
          static_cast<std::uint32_t>(big_endian(checksum))};
}

std::unique_ptr<Stream> read_reduce_input(const ShuffleReader& reader,
                                          std::vector<LocatedOutput> outputs, int reduce,
                                          const TypeOps* record, TaskMetrics& metrics) {
  return std::make_unique<ReduceStream>(reader, std::move(outputs), reduce, record, metrics);
}

}  // namespace mammoth::spark
