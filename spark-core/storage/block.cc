#include "spark-core/storage/block.h"

namespace mammoth::spark {

class BlockStream final : public Stream {
 public:
  explicit BlockStream(std::shared_ptr<const Block> block) : block_(std::move(block)) {}
  bool next(Batch& batch) override {
    if (at_ == block_->chunks_.size()) return false;
    const Block::Chunk& chunk = block_->chunks_[at_++];
    batch = {chunk.items, chunk.size, false};
    return true;
  }

 private:
  std::shared_ptr<const Block> block_;
  std::size_t at_ = 0;
};

namespace {

// Elements out of bytes that somebody owns.
class BytesStream final : public Stream {
 public:
  BytesStream(std::shared_ptr<const void> owner, std::string_view bytes, const TypeOps* type)
      : owner_(std::move(owner)), in_(bytes), type_(type), out_(type) {}
  bool next(Batch& batch) override {
    out_.clear();
    while (!in_.at_end() && !out_.full()) {
      type_->read(in_, out_.slot(), 1);
      out_.added();
    }
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  std::shared_ptr<const void> owner_;
  Reader in_;
  const TypeOps* type_;
  OutputBuffer out_;
};

}  // namespace

Block::~Block() {
  for (const Chunk& chunk : chunks_) {
    type_->destroy(chunk.items, chunk.size);
    ::operator delete(chunk.items, std::align_val_t(type_->align));
  }
}

void Block::add(const Batch& batch) {
  if (!deserialized_) return type_->write(serialized_, batch.data, batch.size);
  void* items = ::operator new(batch.size * type_->size, std::align_val_t(type_->align));
  if (batch.movable)
    type_->take(items, batch.data, batch.size);
  else
    type_->copy(items, batch.data, batch.size);
  chunks_.push_back({items, batch.size});
  type_->keep(items, batch.size, arena_);
  bytes_ += batch.size * type_->size + type_->heap_bytes(items, batch.size);
}

std::string Block::to_bytes() const {
  if (!deserialized_) return std::string(serialized_.view());
  Writer out;
  for (const Chunk& chunk : chunks_) type_->write(out, chunk.items, chunk.size);
  return out.take();
}

std::unique_ptr<Stream> Block::read(std::shared_ptr<const Block> block, const TypeOps* type) {
  if (block->deserialized_) return std::make_unique<BlockStream>(std::move(block));
  const std::string_view bytes = block->serialized_.view();
  return std::make_unique<BytesStream>(std::move(block), bytes, type);
}

std::unique_ptr<Stream> Block::read(std::string bytes, const TypeOps* type) {
  auto owner = std::make_shared<const std::string>(std::move(bytes));
  const std::string_view view = *owner;
  return std::make_unique<BytesStream>(std::move(owner), view, type);
}

}  // namespace mammoth::spark
