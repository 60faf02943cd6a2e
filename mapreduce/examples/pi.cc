// pi MAPS SAMPLES: estimates Pi by counting how many points of a Halton sequence fall into a circle
// (Hadoop: QuasiMonteCarlo). The same numbers give the same estimate, digit by digit.
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <random>

#include "mapreduce/api/files.h"
#include "mapreduce/api/mapreduce.h"
#include "mapreduce/api/sequence_formats.h"
#include "mapreduce/api/sequence_output.h"
#include "mapreduce/examples/programs.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr const char* kResult = "reduce-out";
constexpr std::int64_t kMaxSamples = std::int64_t{1} << 58;

// One coordinate of the sequence: the digits of the index to a base, mirrored at the point.
class Halton {
 public:
  static constexpr std::size_t kMaxDigits = 63;

  Halton(int base, std::size_t digits, std::int64_t index) : base_(base), digits_(digits) {
    double weight = 1;
    for (std::size_t i = 0; i < digits_; ++i) {
      weight /= base_;
      weights_[i] = weight;
      digit_[i] = static_cast<int>(index % base_);
      index = (index - digit_[i]) / base_;
      value_ += digit_[i] * weight;
    }
  }

  double next() {
    for (std::size_t i = 0; i < digits_; ++i) {
      ++digit_[i];
      value_ += weights_[i];
      if (digit_[i] < base_) break;
      digit_[i] = 0;
      value_ -= i == 0 ? 1.0 : weights_[i - 1];
    }
    return value_;
  }

 private:
  const int base_;
  const std::size_t digits_;
  std::array<double, kMaxDigits> weights_{};
  std::array<int, kMaxDigits> digit_{};
  double value_ = 0;
};

class QmcMapper : public Mapper<LongWritable, LongWritable, BooleanWritable, LongWritable> {
 public:
  void map(const LongWritable& offset, const LongWritable& size, Context& context) override {
    Halton across(2, 63, offset.get());
    Halton up(3, 40, offset.get());
    std::int64_t inside = 0;
    for (std::int64_t i = 0; i < size.get(); ++i) {
      const double x = across.next() - 0.5;
      const double y = up.next() - 0.5;
      if (x * x + y * y <= 0.25) ++inside;
      if ((i & 0xfffff) == 0xfffff)
        context.setStatus("Generated " + std::to_string(i + 1) + " samples.");
    }
    context.write(BooleanWritable(true), LongWritable(inside));
    context.write(BooleanWritable(false), LongWritable(size.get() - inside));
  }
};

class QmcReducer : public Reducer<BooleanWritable, LongWritable, LongWritable, LongWritable> {
 public:
  void reduce(const BooleanWritable& is_inside, Values& values, Context&) override {
    std::int64_t& sum = is_inside.get() ? inside_ : outside_;
    for (const LongWritable& value : values) sum += value.get();
  }
  void cleanup(Context& context) override {
    const Configuration& configuration = context.getConfiguration();
    engine::SequenceOutput output(
        engine::joined(configuration.get("mapreduce.output.fileoutputformat.outputdir", ""),
                       kResult),
        configuration, LongWritable::kJavaClass, LongWritable::kJavaClass);
    output.append(LongWritable(inside_), LongWritable(outside_));
    output.close();
  }

 private:
  std::int64_t inside_ = 0;
  std::int64_t outside_ = 0;
};

// 4 inside / total to twenty places, halves up.
std::string estimate(std::int64_t inside, std::int64_t total) {
  __extension__ using Wide = unsigned __int128;
  Wide unit = 1;
  for (int i = 0; i < 20; ++i) unit *= 10;
  const Wide divisor = static_cast<Wide>(total);
  const Wide scaled = 4 * unit * static_cast<Wide>(inside);
  Wide quotient = scaled / divisor;
  if (scaled % divisor * 2 >= divisor) ++quotient;
  std::string digits;
  for (Wide rest = quotient % unit + unit; rest > 1; rest /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  return std::to_string(static_cast<int>(quotient / unit)) + "." + digits;
}

template <class Number>
Number parse(const std::string& text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw Exception("java.lang.NumberFormatException", "For input string: \"" + text + "\"");
  return number;
}

class QuasiMonteCarlo : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("Usage: org.apache.hadoop.examples.QuasiMonteCarlo <nMaps> <nSamples>\n", stderr);
      return 2;
    }
    const int maps = parse<int>(arguments[0]);
    const auto samples = parse<std::int64_t>(arguments[1]);
    if (maps < 1 || samples < 1 || samples > kMaxSamples / maps)
      throw IllegalArgumentException("numbers of maps and samples must be positive");
    std::printf("Number of Maps  = %d\nSamples per Map = %ld\n", maps, samples);
    std::random_device random;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::string directory =
        "QuasiMonteCarlo_" +
        std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) + "_" +
        std::to_string(random() & 0x7fffffff);
    const engine::Files files(getConf());
    int code = 1;
    try {
      code = estimate_in(directory, maps, samples);
    } catch (...) {
      files.remove(directory);
      throw;
    }
    files.remove(directory);
    return code;
  }

 private:
  int estimate_in(const std::string& directory, int maps, std::int64_t samples) {
    const std::string in = engine::joined(directory, "in");
    const std::string out = engine::joined(directory, "out");
    engine::Files(getConf()).makeDirectories(in);
    for (int i = 0; i < maps; ++i) {
      engine::SequenceOutput input(engine::joined(in, "part" + std::to_string(i)), getConf(),
                                   LongWritable::kJavaClass, LongWritable::kJavaClass);
      input.append(LongWritable(i * samples), LongWritable(samples));
      input.close();
      std::printf("Wrote input for Map #%d\n", i);
    }
    std::puts("Starting Job");
    std::fflush(stdout);
    const auto start = std::chrono::steady_clock::now();
    if (!run_job(in, out)) return 1;
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("Job Finished in %.3f seconds\n", seconds.count());

    LongWritable inside;
    engine::deserialize(inside,
                        engine::firstOfSequence(engine::joined(out, kResult), getConf()).first);
    std::printf("Estimated value of Pi is %s\n", estimate(inside.get(), maps * samples).c_str());
    std::fflush(stdout);
    return 0;
  }

  bool run_job(const std::string& in, const std::string& out) {
    Job job = Job::getInstance(getConf(), "QuasiMonteCarlo");
    job.setInputFormatClass<SequenceFileInputFormat<LongWritable, LongWritable>>();
    job.setOutputKeyClass<LongWritable>();
    job.setOutputValueClass<LongWritable>();
    job.setOutputFormatClass<SequenceFileOutputFormat>();
    job.setMapperClass<QmcMapper>();
    job.setReducerClass<QmcReducer>();
    job.setNumReduceTasks(1);
    // Two attempts would write the same file.
    job.getConfiguration().setBoolean("mapreduce.map.speculative", false);
    job.getConfiguration().setBoolean("mapreduce.reduce.speculative", false);
    FileInputFormat::setInputPaths(job, in);
    FileOutputFormat::setOutputPath(job, out);
    return job.waitForCompletion(true);
  }
};

}  // namespace

int pi(int argc, char** argv) {
  QuasiMonteCarlo tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
