// maxtemperature IN OUT: the highest air temperature of each year, in tenths of a degree Celsius,
// from the National Climatic Data Center's records: a line an observation, the year in columns 15
// to 18, signed temperature in 87 to 91 (9999: missing), its quality in 92.
//
//   hadoop jar lib/libmapreduce-examples.so maxtemperature mapreduce/examples/data/ncdc.txt /out
#include <charconv>
#include <cstdio>

#include "mapreduce/api/mapreduce.h"
#include "mapreduce/examples/programs.h"

namespace mammoth::mapreduce::examples {

namespace {

enum class Temperature { MALFORMED, MISSING };

class MaxTemperatureMapper : public Mapper<LongWritable, Text, Text, IntWritable> {
 public:
  void map(const LongWritable&, const Text& line, Context& context) override {
    static constexpr int kMissing = 9999;
    const std::string_view record = line.view();
    int temperature = 0;
    if (record.size() <= kQuality || !parse(record.substr(kTemperature, 5), temperature)) {
      context.getCounter<Temperature::MALFORMED>().increment(1);
      return;
    }
    if (temperature == kMissing) {
      context.getCounter<Temperature::MISSING>().increment(1);
      return;
    }
    if (std::string_view("01459").find(record[kQuality]) == std::string_view::npos) return;
    context.write(Text(record.substr(kYear, 4)), IntWritable(temperature));
  }

 private:
  static constexpr std::size_t kYear = 15;
  static constexpr std::size_t kTemperature = 87;
  static constexpr std::size_t kQuality = 92;

  static bool parse(std::string_view text, int& value) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
  }
};

class MaxTemperatureReducer : public Reducer<Text, IntWritable, Text, IntWritable> {
 public:
  void reduce(const Text& year, Values& values, Context& context) override {
    int highest = INT32_MIN;
    for (const IntWritable& value : values) highest = std::max(highest, value.get());
    context.write(year, IntWritable(highest));
  }
};

}  // namespace

int max_temperature(int argc, char** argv) {
  Configuration configuration;
  const GenericOptionsParser options(configuration, argc, argv);
  const std::vector<std::string>& arguments = options.getRemainingArgs();
  if (arguments.size() != 2) {
    std::fputs("Usage: maxtemperature <input path> <output path>\n", stderr);
    return 255;
  }
  Job job = Job::getInstance(configuration, "Max temperature");
  FileInputFormat::addInputPath(job, arguments[0]);
  FileOutputFormat::setOutputPath(job, arguments[1]);
  job.setMapperClass<MaxTemperatureMapper>();
  job.setCombinerClass<MaxTemperatureReducer>();
  job.setReducerClass<MaxTemperatureReducer>();
  job.setOutputKeyClass<Text>();
  job.setOutputValueClass<IntWritable>();
  return job.waitForCompletion(true) ? 0 : 1;
}

}  // namespace mammoth::mapreduce::examples
