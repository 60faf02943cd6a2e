#include "mapreduce/api/tuple_writable.h"

#include "common/formats/writable_text.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/io/text.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kIoPackage = "org.apache.hadoop.io.";

// How many bytes at the front of `in` are one value of the class.
std::size_t lengthOf(std::string_view java_class, std::string_view in) {
  if (!formats::is_known_writable(java_class))
    throw IOException("Failed tuple init: class " + std::string(java_class));
  const std::string_view name = java_class.substr(kIoPackage.size());
  if (name == "NullWritable") return 0;
  if (name == "ByteWritable" || name == "BooleanWritable") return 1;
  if (name == "ShortWritable") return 2;
  if (name == "IntWritable" || name == "FloatWritable") return 4;
  if (name == "LongWritable" || name == "DoubleWritable") return 8;
  if (name == "MD5Hash") return 16;
  if (in.empty()) throwShort();
  const std::size_t head = name == "BytesWritable" ? 4 : vlongLength(in.front());
  if (name != "BytesWritable" && name != "Text") return head;
  std::string_view rest = in;
  const std::int64_t length =
      name == "Text" ? takeVInt(rest) : static_cast<std::int64_t>(takeFixed<std::int32_t>(rest));
  if (length < 0) throwShort();
  return head + static_cast<std::size_t>(length);
}

}  // namespace

void TupleWritable::write(std::string& out) const {
  if (values_.size() > kMaxSize) throw IOException("a tuple of more than 64 values");
  appendVLong(static_cast<std::int64_t>(values_.size()), out);
  std::uint64_t there = 0;
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (values_[i].is_there) there |= std::uint64_t{1} << i;
  appendVLong(static_cast<std::int64_t>(there), out);
  for (const Value& value : values_) Text(value.java_class).write(out);
  for (const Value& value : values_)
    if (value.is_there) out += value.bytes;
}

void TupleWritable::readFields(std::string_view& in) {
  const std::int32_t size = takeVInt(in);
  if (size < 0 || static_cast<std::size_t>(size) > kMaxSize)
    throw IOException("a tuple of " + std::to_string(size) + " values; up to 64 are supported");
  const auto there = static_cast<std::uint64_t>(takeVLong(in));
  values_.assign(static_cast<std::size_t>(size), {});
  for (Value& value : values_) {
    Text name;
    name.readFields(in);
    value.java_class = name.toString();
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i].is_there = (there >> i & 1) != 0;
    if (values_[i].is_there) values_[i].bytes = takeBytes(in, lengthOf(values_[i].java_class, in));
  }
}

void TupleWritable::appendText(std::string& out) const {
  out += '[';
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i > 0) out += ',';
    if (values_[i].is_there)
      out += engine::orRaise(formats::writable_text(values_[i].java_class, values_[i].bytes));
  }
  out += ']';
}

}  // namespace mammoth::mapreduce
