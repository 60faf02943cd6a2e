#include <sys/mman.h>
#include <unistd.h>

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

class ReduceStream final : public Stream {
 public:
  ReduceStream(LocalFiles& files, std::vector<MapOutputId> outputs, int reduce,
               const TypeOps* record)
      : files_(files),
        outputs_(std::move(outputs)),
        reduce_(reduce),
        record_(record),
        out_(record) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (out_.size() == 0) {
      if (!in_ || in_->at_end()) {
        if (!open_next()) return false;
        continue;
      }
      try {
        while (!in_->at_end() && !out_.full()) {
          record_->read(*in_, out_.slot(), 1);
          out_.added();
        }
      } catch (const WireError& error) {
        throw FetchFailure(outputs_[at_ - 1], reduce_, error.what());
      }
    }
    batch = out_.batch();
    return true;
  }

 private:
  bool open_next() {
    in_.reset();
    mapping_.reset();
    if (at_ == outputs_.size()) return false;
    const MapOutputId& id = outputs_[at_++];
    try {
      open(id);
    } catch (const std::system_error& error) {
      throw FetchFailure(id, reduce_, error.what());
    }
    return true;
  }
  void open(const MapOutputId& id) {
    const auto at = static_cast<std::uint64_t>(reduce_) * 8;
    const std::string range = LocalFile::open(files_.path_of(index_name(id))).read(at, 16);
    if (range.size() != 16) throw FetchFailure(id, reduce_, index_name(id) + " is cut short");
    const std::uint64_t begin = big_endian(std::string_view(range).substr(0, 8));
    const std::uint64_t end = big_endian(std::string_view(range).substr(8));
    if (begin == end) return;
    const LocalFile data = LocalFile::open(files_.path_of(data_name(id)));
    if (begin > end || end > data.size_bytes())
      throw FetchFailure(id, reduce_, data_name(id) + " is cut short");
    mapping_.emplace(data, begin, end - begin);
    const std::string checksum = LocalFile::open(files_.path_of(checksum_name(id))).read(at, 8);
    const std::uint32_t crc = update_crc(ChecksumType::kCrc32c, 0, as_byte_view(mapping_->bytes()));
    if (checksum.size() != 8 || big_endian(checksum) != crc)
      throw FetchFailure(id, reduce_,
                         "the checksum of " + data_name(id) + " partition " +
                             std::to_string(reduce_) +
                             " is not that of its bytes: the disk has damaged it");
    in_.emplace(mapping_->bytes());
  }

  LocalFiles& files_;
  std::vector<MapOutputId> outputs_;
  int reduce_;
  const TypeOps* record_;
  OutputBuffer out_;
  std::size_t at_ = 0;
  std::optional<Mapping> mapping_;
  std::optional<Reader> in_;
};

}  // namespace

std::unique_ptr<Stream> read_reduce_input(LocalFiles& files, std::vector<MapOutputId> outputs,
                                          int reduce, const TypeOps* record) {
  return std::make_unique<ReduceStream>(files, std::move(outputs), reduce, record);
}

}  // namespace mammoth::spark
