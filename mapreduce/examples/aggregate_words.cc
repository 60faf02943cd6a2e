// aggregatewordcount, aggregatewordhist IN OUT [REDUCERS [textinputformat|seq]]: words counted by
// way of aggregators, which a key names: LongValueSum:WORD and ValueHistogram:WORD_HISTOGRAM
// (Hadoop: AggregateWordCount, AggregateWordHistogram over lib.aggregate).
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tokens.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr std::string_view kSum = "LongValueSum:";
constexpr std::string_view kHistogram = "ValueHistogram:";

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw Exception("java.lang.NumberFormatException",
                    "For input string: \"" + std::string(text) + "\"");
  return number;
}

// Texts by the order of Java's strings, which is that of their UTF-16 units.
struct JavaOrder {
  bool operator()(const std::string& a, const std::string& b) const {
    const auto differ = std::ranges::mismatch(a, b);
    if (differ.in1 == a.end() || differ.in2 == b.end()) return a.size() < b.size();
    return rank(*differ.in1) < rank(*differ.in2);
  }
  // Characters beyond the first plane (lead F0 and above) are pairs of units below U+E000.
  static int rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xf0) return 0xed * 2 + 1;
    return byte * 2;
  }
};

class HistogramValues {
 public:
  // "value\tcount"
  void add(std::string_view text) {
    const std::size_t tab = text.rfind('\t');
    const std::string value(text.substr(0, tab));
    counts_[value] += tab == std::string_view::npos ? 1 : number_of(text.substr(tab + 1));
  }
  // Different values, least, middle and greatest count, mean, standard deviation.
  std::string report() const {
    std::vector<std::int64_t> counts;
    for (const auto& [value, count] : counts_) counts.push_back(count);
    std::ranges::sort(counts);
    std::string text = std::to_string(counts.size());
    if (counts.empty()) return text;
    std::int64_t sum = 0;
    for (const std::int64_t count : counts) sum += count;
    const auto size = static_cast<double>(counts.size());
    const double average = static_cast<double>(sum) * 1.0 / size;
    double squares = 0;
    for (const std::int64_t count : counts) {
      const double difference = static_cast<double>(count) - average;
      squares += difference * difference;
    }
    for (const std::int64_t count : {counts.front(), counts[counts.size() / 2], counts.back()})
      text += "\t" + std::to_string(count);
    return text + "\t" + DoubleWritable(average).toString() + "\t" +
           DoubleWritable(std::sqrt(squares / size)).toString();
  }
  const std::map<std::string, std::int64_t, JavaOrder>& counts() const { return counts_; }

 private:
  std::map<std::string, std::int64_t, JavaOrder> counts_;
};

template <class Values>
std::int64_t sum_of(Values& values) {
  std::uint64_t sum = 0;
  for (const Text& value : values) sum += static_cast<std::uint64_t>(number_of(value.view()));
  return static_cast<std::int64_t>(sum);
}

bool is_histogram(const Text& key) {
  return key.view().starts_with(kHistogram);
}

class AggregateCombiner : public Reducer<Text, Text, Text, Text> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    if (!is_histogram(key)) {
      context.write(key, Text(std::to_string(sum_of(values))));
      return;
    }
    HistogramValues histogram;
    for (const Text& value : values) histogram.add(value.view());
    for (const auto& [value, count] : histogram.counts())
      context.write(key, Text(value + "\t" + std::to_string(count)));
  }
};

class AggregateReducer : public Reducer<Text, Text, Text, Text> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    const std::string_view id = key.view().substr(key.view().find(':') + 1);
    if (!is_histogram(key)) {
      context.write(Text(id), Text(std::to_string(sum_of(values))));
      return;
    }
    HistogramValues histogram;
    for (const Text& value : values) histogram.add(value.view());
    context.write(Text(id), Text(histogram.report()));
  }
};

template <class Key>
class CountingMapper : public Mapper<Key, Text, Text, Text> {
 public:
  void map(const Key&, const Text& line, typename CountingMapper::Context& context) override {
    Tokens tokens(line.view());
    for (std::string_view word; tokens.next(word);) {
      key_.assign(kSum).append(word);
      context.write(Text(std::string_view(key_)), one_);
    }
  }

 private:
  const Text one_{"1"};
  std::string key_;
};

// Java's split(" |\t"): empty words count, but not those at the end of a line.
template <class Key>
class HistogramMapper : public Mapper<Key, Text, Text, Text> {
 public:
  void map(const Key&, const Text& line, typename HistogramMapper::Context& context) override {
    std::string_view rest = line.view();
    const bool is_empty = rest.empty();
    const std::size_t last = rest.find_last_not_of(" \t");
    rest = rest.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (rest.empty() && !is_empty) return;
    for (bool more = true; more;) {
      const std::size_t end = rest.find_first_of(" \t");
      more = end != std::string_view::npos;
      value_.assign(rest.substr(0, end)).append("\t1");
      context.write(key_, Text(std::string_view(value_)));
      if (more) rest.remove_prefix(end + 1);
    }
  }

 private:
  const Text key_{std::string(kHistogram) + "WORD_HISTOGRAM"};
  std::string value_;
};

template <template <class> class Map>
int runAggregate(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  const std::vector<std::string>& arguments = options.getRemainingArgs();
  if (arguments.size() < 2) {
    std::puts("usage: inputDirs outDir [numOfReducer [textinputformat|seq [specfile [jobName]]]]");
    ToolRunner::printGenericCommandUsage();
    return 2;
  }
  if (arguments.size() > 4) configuration.addResource(arguments[4]);
  Job job =
      Job::getInstance(configuration, "ValueAggregatorJob: " +
                                          (arguments.size() > 5 ? arguments[5] : std::string()));
  FileInputFormat::addInputPaths(job, arguments[0]);
  FileOutputFormat::setOutputPath(job, arguments[1]);
  job.setNumReduceTasks(arguments.size() > 2 ? static_cast<int>(number_of(arguments[2])) : 1);
  std::string format = arguments.size() > 3 ? arguments[3] : "";
  std::ranges::transform(format, format.begin(), [](unsigned char c) { return std::tolower(c); });
  if (format == "textinputformat") {
    job.setInputFormatClass<TextInputFormat>();
    job.setMapperClass<Map<LongWritable>>();
  } else {
    job.setInputFormatClass<SequenceFileInputFormat<Text, Text>>();
    job.setMapperClass<Map<Text>>();
  }
  job.setCombinerClass<AggregateCombiner>();
  job.setReducerClass<AggregateReducer>();
  job.setMapOutputKeyClass<Text>();
  job.setMapOutputValueClass<Text>();
  job.setOutputKeyClass<Text>();
  job.setOutputValueClass<Text>();
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace

int aggregate_word_count(int argc, char** argv) {
  return runAggregate<CountingMapper>(argc, argv);
}

int aggregate_word_histogram(int argc, char** argv) {
  return runAggregate<HistogramMapper>(argc, argv);
}

}  // namespace mammoth::mapreduce::examples
