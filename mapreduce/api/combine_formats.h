// Many small files in one map task (Hadoop: CombineFileInputFormat, CombineFileSplit,
// CombineTextInputFormat, CombineSequenceFileInputFormat).
//
// mapreduce.input.fileinputformat.split.maxsize says how large a task's part is (0, the default:
// one task for all); parts of files that one host holds come together first, as long as they make
// up split.maxsize, or split.minsize.per.node for what is left over; the rest is put together
// regardless of place. Racks are not looked at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mapreduce/api/sequence_formats.h"
#include "mapreduce/api/text_formats.h"

namespace mammoth::mapreduce {

class CombineFileSplit : public InputSplit {
 public:
  explicit CombineFileSplit(std::vector<FileSplit> parts, std::vector<std::string> hosts = {})
      : parts_(std::move(parts)), hosts_(std::move(hosts)) {}

  const std::vector<FileSplit>& getParts() const { return parts_; }
  int getNumPaths() const { return static_cast<int>(parts_.size()); }
  const std::string& getPath(int i) const {
    return parts_.at(static_cast<std::size_t>(i)).getPath();
  }
  std::uint64_t getLength() const override;
  std::vector<std::string> getLocations() const override { return hosts_; }
  std::string toString() const override;
  std::string className() const override;
  std::string serialize() const override;
  static std::unique_ptr<CombineFileSplit> deserialize(std::string_view bytes);

 private:
  std::vector<FileSplit> parts_;
  std::vector<std::string> hosts_;
};

namespace engine {

// `splitable` says it of a path.
InputFormatBase::Splits combinedSplits(const JobContext& context,
                                       const std::vector<FileStatus>& files,
                                       bool (*splitable)(const std::string& path));
const CombineFileSplit& combineSplitOf(const InputSplit& split);

}  // namespace engine

// The parts of a split one after the other, each read by createPartReader().
template <class K, class V>
class CombineFileInputFormat : public InputFormat<K, V> {
 public:
  virtual std::unique_ptr<RecordReader<K, V>> createPartReader(const FileSplit& part,
                                                               TaskAttemptContext& context) = 0;

  InputFormatBase::Splits getSplits(JobContext& context) override {
    return engine::combinedSplits(context, FileInputFormat::listStatus(context),
                                  &FileInputFormat::isTextSplitable);
  }
  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    return CombineFileSplit::deserialize(bytes);
  }
  std::unique_ptr<RecordReader<K, V>> createRecordReader(const InputSplit& split,
                                                         TaskAttemptContext& context) override {
    return std::make_unique<Reader>(*this, engine::combineSplitOf(split), context);
  }

 private:
  class Reader final : public RecordReader<K, V> {
   public:
    Reader(CombineFileInputFormat& format, const CombineFileSplit& split,
           TaskAttemptContext& context)
        : format_(format), split_(split), context_(context) {}

    bool nextKeyValue() override {
      for (;;) {
        if (part_ != nullptr && part_->nextKeyValue()) return true;
        if (part_ != nullptr) part_->close();
        if (next_ == split_.getParts().size()) return false;
        const FileSplit& part = split_.getParts()[next_++];
        context_.getConfiguration().set("mapreduce.map.input.file", part.getPath());
        part_ = format_.createPartReader(part, context_);
      }
    }
    const K& getCurrentKey() override { return part_->getCurrentKey(); }
    const V& getCurrentValue() override { return part_->getCurrentValue(); }
    float getProgress() override {
      const auto parts = static_cast<float>(split_.getParts().size());
      if (part_ == nullptr) return 0;
      return (static_cast<float>(next_) - 1 + part_->getProgress()) / parts;
    }
    void close() override {
      if (part_ != nullptr) part_->close();
    }

   private:
    CombineFileInputFormat& format_;
    const CombineFileSplit& split_;
    TaskAttemptContext& context_;
    std::size_t next_ = 0;
    std::unique_ptr<RecordReader<K, V>> part_;
  };
};

class CombineTextInputFormat : public CombineFileInputFormat<LongWritable, Text> {
 public:
  std::unique_ptr<RecordReader<LongWritable, Text>> createPartReader(
      const FileSplit& part, TaskAttemptContext& context) override {
    return TextInputFormat().createRecordReader(part, context);
  }
};

template <class K, class V>
class CombineSequenceFileInputFormat : public CombineFileInputFormat<K, V> {
 public:
  std::unique_ptr<RecordReader<K, V>> createPartReader(const FileSplit& part,
                                                       TaskAttemptContext& context) override {
    return SequenceFileInputFormat<K, V>().createRecordReader(part, context);
  }
};

}  // namespace mammoth::mapreduce
