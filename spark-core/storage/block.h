// The contents of one cached partition in memory: elements in chunks, with what their views point
// to, or their bytes. Immutable once it is filled.
#pragma once

#include <memory>
#include <vector>

#include "spark-core/plan/stream.h"

namespace mammoth::spark {

class Block {
 public:
  Block(const TypeOps* type, bool deserialized) : type_(type), deserialized_(deserialized) {}
  // The serialised form as another executor made it.
  explicit Block(std::string_view bytes) : type_(nullptr), deserialized_(false) {
    serialized_.raw(bytes.data(), bytes.size());
  }
  ~Block();
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  void add(const Batch& batch);
  std::size_t memory_bytes() const {
    return bytes_ + arena_.reserved_bytes() + serialized_.capacity();
  }
  // The serialised form, as block files hold it.
  std::string to_bytes() const;

  // Streams over a block in memory and over serialised bytes.
  static std::unique_ptr<Stream> read(std::shared_ptr<const Block> block, const TypeOps* type);
  static std::unique_ptr<Stream> read(std::string bytes, const TypeOps* type);

 private:
  friend class BlockStream;
  struct Chunk {
    void* items;
    std::size_t size;
  };

  const TypeOps* type_;  // null: nobody has looked at the bytes here
  const bool deserialized_;
  std::vector<Chunk> chunks_;
  Arena arena_;
  std::size_t bytes_ = 0;
  Writer serialized_;
};

}  // namespace mammoth::spark
