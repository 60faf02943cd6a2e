// secondarysort IN OUT: lines of two numbers, grouped by the first and sorted by the second within
// a group (Hadoop: SecondarySort).
#include <charconv>
#include <cstdio>

#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tokens.h"

namespace mammoth::mapreduce::examples {

namespace {

// Two ints whose bytes are in their order: each is written with its sign turned over.
class IntPair {
 public:
  void set(std::int32_t left, std::int32_t right) {
    first_ = left;
    second_ = right;
  }
  std::int32_t first() const { return first_; }
  std::int32_t second() const { return second_; }

  void write(std::string& out) const {
    appendFixed(turned(first_), out);
    appendFixed(turned(second_), out);
  }
  void readFields(std::string_view& in) {
    first_ = turned(takeFixed<std::int32_t>(in));
    second_ = turned(takeFixed<std::int32_t>(in));
  }
  std::int32_t hashCode() const {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(first_) * 157U +
                                     static_cast<std::uint32_t>(second_));
  }
  static int compareBytes(std::string_view a, std::string_view b) { return a.compare(b); }
  static std::uint64_t prefixOf(std::string_view bytes) { return orderPrefix(bytes); }
  static constexpr bool kPrefixIsAll = true;

 private:
  static std::int32_t turned(std::int32_t value) { return value ^ INT32_MIN; }

  std::int32_t first_ = 0;
  std::int32_t second_ = 0;
};

class FirstPartitioner : public Partitioner<IntPair, IntWritable> {
 public:
  int getPartition(const IntPair& key, const IntWritable&, int partitions) override {
    const auto product = static_cast<std::int32_t>(static_cast<std::uint32_t>(key.first()) * 127U);
    return static_cast<int>(std::abs(static_cast<std::int64_t>(product)) % partitions);
  }
};

class FirstGroupingComparator : public RawComparator {
 public:
  int compare(std::string_view a, std::string_view b) const override {
    return a.substr(0, 4).compare(b.substr(0, 4));
  }
};

class MapClass : public Mapper<LongWritable, Text, IntPair, IntWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    Tokens tokens(line.view());
    std::string_view token;
    if (!tokens.next(token)) return;
    const std::int32_t left = parse(token);
    const std::int32_t right = tokens.next(token) ? parse(token) : 0;
    key_.set(left, right);
    value_.set(right);
    context.write(key_, value_);
  }

 private:
  static std::int32_t parse(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
      throw Exception("java.lang.NumberFormatException",
                      "For input string: \"" + std::string(text) + "\"");
    return value;
  }

  IntPair key_;
  IntWritable value_;
};

// A line of the output is all in its key: between groups there is one without a value.
class Reduce : public Reducer<IntPair, IntWritable, Text, NullWritable> {
 public:
  void reduce(const IntPair& key, Values& values, Context& context) override {
    context.write(Text("------------------------------------------------"), NullWritable::get());
    const std::string first = std::to_string(key.first()) + "\t";
    for (const IntWritable& value : values)
      context.write(Text(first + value.toString()), NullWritable::get());
  }
};

}  // namespace

int secondary_sort(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  const std::vector<std::string>& arguments = options.getRemainingArgs();
  if (arguments.size() != 2) {
    std::fputs("Usage: secondarysort <in> <out>\n", stderr);
    return 2;
  }
  Job job = Job::getInstance(configuration, "secondary sort");
  job.setMapperClass<MapClass>();
  job.setReducerClass<Reduce>();
  job.setPartitionerClass<FirstPartitioner>();
  job.setGroupingComparatorClass<FirstGroupingComparator>();
  job.setMapOutputKeyClass<IntPair>();
  job.setMapOutputValueClass<IntWritable>();
  job.setOutputKeyClass<Text>();
  job.setOutputValueClass<NullWritable>();
  FileInputFormat::addInputPath(job, arguments[0]);
  FileOutputFormat::setOutputPath(job, arguments[1]);
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace mammoth::mapreduce::examples
