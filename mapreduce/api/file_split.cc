// FileSplit as Hadoop serialises it: Text path, int64 start, int64 length.
#include <fmt/format.h>

#include "mapreduce/api/file_formats.h"
#include "mapreduce/io/text.h"
#include "mapreduce/io/writable_bytes.h"

namespace mammoth::mapreduce {

std::string FileSplit::toString() const {
  return fmt::format("{}:{}+{}", path_, start_, length_);
}

std::string FileSplit::className() const {
  return "org.apache.hadoop.mapreduce.lib.input.FileSplit";
}

std::string FileSplit::serialize() const {
  std::string out;
  Text(path_).write(out);
  appendFixed(start_, out);
  appendFixed(length_, out);
  return out;
}

std::unique_ptr<FileSplit> FileSplit::deserialize(std::string_view bytes) {
  Text path;
  path.readFields(bytes);
  const auto start = takeFixed<std::uint64_t>(bytes);
  const auto length = takeFixed<std::uint64_t>(bytes);
  return std::make_unique<FileSplit>(path.toString(), start, length, std::vector<std::string>());
}

}  // namespace mammoth::mapreduce
