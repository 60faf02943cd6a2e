// The pieces of a join before the map (composite_format.h): its expression, its splits, and the
// walk over the keys of all sources in their order.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce::engine {

struct JoinExpression {
  std::string operation;  // inner, outer, override
  struct Source {
    std::string format;
    std::string path;
  };
  std::vector<Source> sources;
};
// Of mapreduce.join.expr; throws IOException where it is none.
JoinExpression joinExpression(const Configuration& configuration);

class CompositeSplit : public InputSplit {
 public:
  explicit CompositeSplit(std::vector<FileSplit> parts) : parts_(std::move(parts)) {}
  const std::vector<FileSplit>& parts() const { return parts_; }
  std::uint64_t getLength() const override;
  std::vector<std::string> getLocations() const override;
  std::string toString() const override;
  std::string className() const override;
  std::string serialize() const override;
  static std::unique_ptr<CompositeSplit> deserialize(std::string_view bytes);

 private:
  std::vector<FileSplit> parts_;
};

// Whole files, the i-th of every source in the i-th split.
InputFormatBase::Splits compositeSplits(const JobContext& context, const JoinExpression& join);
const CompositeSplit& compositeSplitOf(const InputSplit& split);

// A source's values of one key, in memory.
template <class K, class V>
class JoinSource {
 public:
  JoinSource(std::unique_ptr<InputFormatBase> format, const FileSplit& part,
             TaskAttemptContext& context)
      : format_(std::move(format)) {
    auto* typed = dynamic_cast<InputFormat<K, V>*>(format_.get());
    if (typed == nullptr)
      throw Exception("java.lang.ClassCastException", "Child key classes fail to agree");
    reader_ = typed->createRecordReader(part, context);
    has_record_ = reader_->nextKeyValue();
  }
  bool hasRecord() const { return has_record_; }
  const K& key() { return reader_->getCurrentKey(); }
  // The serialised values of the key that is next; the source goes on to the following one.
  std::vector<std::string> take(std::string_view key) {
    std::vector<std::string> values;
    while (has_record_) {
      std::string mine;
      serialize(reader_->getCurrentKey(), mine);
      if (writableType<K>().compare(mine, key) != 0) break;
      serialize(reader_->getCurrentValue(), values.emplace_back());
      has_record_ = reader_->nextKeyValue();
    }
    return values;
  }
  float progress() { return reader_->getProgress(); }

 private:
  std::unique_ptr<InputFormatBase> format_;
  std::unique_ptr<RecordReader<K, V>> reader_;
  bool has_record_ = false;
};

// Walks over the keys of all sources in their order.
template <class K, class V>
class JoinWalk {
 public:
  using MakeFormat = std::unique_ptr<InputFormatBase> (*)(const std::string& name,
                                                          const Configuration& configuration);
  JoinWalk(const InputSplit& split, TaskAttemptContext& context, MakeFormat make)
      : join_(joinExpression(context.getConfiguration())) {
    const CompositeSplit& composite = compositeSplitOf(split);
    for (std::size_t i = 0; i < composite.parts().size(); ++i)
      sources_.emplace_back(make(join_.sources.at(i).format, context.getConfiguration()),
                            composite.parts()[i], context);
  }

  // The values of the least key that is left, source by source.
  bool next() {
    std::string least;
    bool found = false;
    for (auto& source : sources_) {
      if (!source.hasRecord()) continue;
      std::string mine;
      serialize(source.key(), mine);
      if (found && writableType<K>().compare(mine, least) >= 0) continue;
      least = std::move(mine);
      found = true;
    }
    if (!found) return false;
    values.clear();
    for (auto& source : sources_) values.push_back(source.take(least));
    deserialize(key, least);
    return true;
  }
  const std::string& operation() const { return join_.operation; }
  float progress() {
    float least = 1;
    for (auto& source : sources_) least = std::min(least, source.progress());
    return least;
  }

  K key;
  std::vector<std::vector<std::string>> values;  // of each source

 private:
  JoinExpression join_;
  std::vector<JoinSource<K, V>> sources_;
};

}  // namespace mammoth::mapreduce::engine
