// randomwriter OUT, randomtextwriter [-outFormat CLASS] OUT: SequenceFiles of random bytes, and of
// random words, so many of them a map (Hadoop: RandomWriter, RandomTextWriter).
#include <cstdio>
#include <random>

#include "mapreduce/examples/cluster_size.h"
#include "mapreduce/examples/programs.h"

namespace mammoth::mapreduce::examples {

int runTimed(Job& job) {
  const std::time_t start = std::time(nullptr);
  std::printf("Job started: %s\n", dateText(start).c_str());
  std::fflush(stdout);
  const int code = job.waitForCompletion(true) ? 0 : 1;
  const std::time_t end = std::time(nullptr);
  std::printf("Job ended: %s\nThe job took %ld seconds.\n", dateText(end).c_str(),
              static_cast<long>(end - start));
  std::fflush(stdout);
  return code;
}

namespace {

constexpr std::int64_t kGigabyte = std::int64_t{1} << 30;
constexpr std::size_t kWords = 1000;

// A single record for each map.
class RandomInputFormat : public InputFormat<Text, Text> {
 public:
  Splits getSplits(JobContext& context) override {
    const int maps = context.getConfiguration().getInt("mapreduce.job.maps", 1);
    const std::string output = FileOutputFormat::getOutputPath(context);
    Splits splits;
    for (int i = 0; i < maps; ++i)
      splits.push_back(std::make_unique<FileSplit>(output + "/dummy-split-" + std::to_string(i), 0,
                                                   1, std::vector<std::string>()));
    return splits;
  }
  std::unique_ptr<InputSplit> readSplit(std::string_view, std::string_view bytes) override {
    return FileSplit::deserialize(bytes);
  }
  std::unique_ptr<RecordReader<Text, Text>> createRecordReader(const InputSplit&,
                                                               TaskAttemptContext&) override {
    return std::make_unique<One>();
  }

 private:
  class One final : public RecordReader<Text, Text> {
   public:
    bool nextKeyValue() override { return !std::exchange(is_read_, true); }
    const Text& getCurrentKey() override { return empty_; }
    const Text& getCurrentValue() override { return empty_; }
    float getProgress() override { return 0; }

   private:
    bool is_read_ = false;
    const Text empty_;
  };
};

// What both mappers do: records of random length until there are bytes enough.
class Quota {
 public:
  template <class Context>
  Quota(Context& context, const char* program, const std::string& prefix)
      : left_(context.getConfiguration().getLong(prefix + "bytespermap", kGigabyte)),
        bytes_(context.getCounter(group(program), "BYTES_WRITTEN")),
        records_(context.getCounter(group(program), "RECORDS_WRITTEN")) {}

  bool isLeft() const { return left_ > 0; }
  template <class Context>
  void take(std::size_t bytes, Context& context) {
    left_ -= static_cast<std::int64_t>(bytes);
    bytes_.increment(static_cast<std::int64_t>(bytes));
    records_.increment(1);
    if (++count_ % 200 == 0)
      context.setStatus("wrote record " + std::to_string(count_) + ". " + std::to_string(left_) +
                        " bytes left.");
  }
  std::int64_t count() const { return count_; }

 private:
  static std::string group(const char* program) {
    return std::string("org.apache.hadoop.examples.") + program + "$Counters";
  }
  std::int64_t left_;
  Counter& bytes_;
  Counter& records_;
  std::int64_t count_ = 0;
};

// From `least` up to, but not with, `limit`; `least` where there is no such number.
int between(std::mt19937_64& random, int least, int limit) {
  return limit <= least ? least : std::uniform_int_distribution(least, limit - 1)(random);
}

constexpr const char* kBytesPrefix = "mapreduce.randomwriter.";
constexpr const char* kTextPrefix = "mapreduce.randomtextwriter.";

class RandomMapper : public Mapper<Text, Text, BytesWritable, BytesWritable> {
 public:
  void map(const Text&, const Text&, Context& context) override {
    const Configuration& configuration = context.getConfiguration();
    const std::string prefix = kBytesPrefix;
    const int least_key = configuration.getInt(prefix + "minkey", 10);
    const int most_key = configuration.getInt(prefix + "maxkey", 1000);
    const int least_value = configuration.getInt(prefix + "minvalue", 0);
    const int most_value = configuration.getInt(prefix + "maxvalue", 20000);
    Quota quota(context, "RandomWriter", prefix);
    while (quota.isLeft()) {
      fill(key_, between(random_, least_key, most_key));
      fill(value_, between(random_, least_value, most_value));
      context.write(key_, value_);
      quota.take(key_.getLength() + value_.getLength(), context);
    }
    context.setStatus("done with " + std::to_string(quota.count()) + " records.");
  }

 private:
  void fill(BytesWritable& bytes, int length) {
    scratch_.resize(static_cast<std::size_t>(length));
    for (char& c : scratch_) c = static_cast<char>(random_());
    bytes.set(scratch_);
  }

  std::mt19937_64 random_{std::random_device{}()};
  BytesWritable key_;
  BytesWritable value_;
  std::string scratch_;
};

// Words of one to five syllables; which ones is not part of anybody's contract.
const std::vector<std::string>& vocabulary() {
  static const std::vector<std::string> words = [] {
    static constexpr const char* kSyllables[] = {
        "ba",  "ce", "dri", "fo", "gu",  "hal", "is", "jo", "ka",  "lem", "mi",
        "nor", "pu", "qua", "re", "sti", "to",  "ul", "ve", "wex", "ya",  "zin"};
    std::mt19937 choice(1);  // the same words in every map
    std::vector<std::string> all;
    while (all.size() < kWords) {
      std::string word;
      for (unsigned syllables = 1 + choice() % 5; syllables > 0; --syllables)
        word += kSyllables[choice() % std::size(kSyllables)];
      all.push_back(std::move(word));
    }
    return all;
  }();
  return words;
}

class RandomTextMapper : public Mapper<Text, Text, Text, Text> {
 public:
  void map(const Text&, const Text&, Context& context) override {
    const Configuration& configuration = context.getConfiguration();
    const std::string prefix = kTextPrefix;
    const int least_key = configuration.getInt(prefix + "minwordskey", 5);
    const int most_key = configuration.getInt(prefix + "maxwordskey", 10);
    const int least_value = configuration.getInt(prefix + "minwordsvalue", 10);
    const int most_value = configuration.getInt(prefix + "maxwordsvalue", 100);
    Quota quota(context, "RandomTextWriter", prefix);
    Text key;
    Text value;
    while (quota.isLeft()) {
      key.set(sentence(between(random_, least_key, most_key)));
      value.set(sentence(between(random_, least_value, most_value)));
      context.write(key, value);
      quota.take(key.getLength() + value.getLength(), context);
    }
    context.setStatus("done with " + std::to_string(quota.count()) + " records.");
  }

 private:
  const std::string& sentence(int words) {
    sentence_.clear();
    for (; words > 0; --words) sentence_ += vocabulary()[random_() % kWords] + " ";
    return sentence_;
  }

  std::mt19937_64 random_{std::random_device{}()};
  std::string sentence_;
};

// Sets the number of maps; false where there is none to set.
bool chooseMaps(Configuration& configuration, const std::string& prefix, const char* refusal) {
  const std::string per_map_key = prefix + "bytespermap";
  const std::int64_t per_map = configuration.getLong(per_map_key, kGigabyte);
  if (per_map == 0) {
    std::fprintf(stderr, refusal, per_map_key.c_str());
    return false;
  }
  const std::int64_t hosts = clusterSize(configuration).trackers;
  const std::int64_t total = configuration.getLong(
      prefix + "totalbytes", configuration.getInt(prefix + "mapsperhost", 10) * per_map * hosts);
  std::int64_t maps = total / per_map;
  if (maps == 0 && total > 0) {
    maps = 1;
    configuration.setLong(per_map_key, total);
  }
  configuration.setLong("mapreduce.job.maps", maps);
  return true;
}

int runMaps(Job& job) {
  std::printf("Running %d maps.\n", job.getConfiguration().getInt("mapreduce.job.maps", 1));
  job.setInputFormatClass<RandomInputFormat>();
  job.setNumReduceTasks(0);
  return runTimed(job);
}

class RandomWriter : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.empty()) {
      std::puts("Usage: writer <out-dir>");
      ToolRunner::printGenericCommandUsage();
      return 2;
    }
    if (!chooseMaps(getConf(), kBytesPrefix, "Cannot have%s set to 0\n")) return 254;
    Job job = Job::getInstance(getConf(), "random-writer");
    FileOutputFormat::setOutputPath(job, arguments[0]);
    job.setOutputKeyClass<BytesWritable>();
    job.setOutputValueClass<BytesWritable>();
    job.setMapperClass<RandomMapper>();
    job.setOutputFormatClass<SequenceFileOutputFormat>();
    return runMaps(job);
  }
};

class RandomTextWriter : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.empty()) return usage();
    if (!chooseMaps(getConf(), kTextPrefix, "Cannot have %s set to 0\n")) return 254;
    Job job = Job::getInstance(getConf(), "random-text-writer");
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<Text>();
    job.setMapperClass<RandomTextMapper>();
    job.setOutputFormatClass<SequenceFileOutputFormat>();
    std::vector<std::string> others;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (arguments[i] != "-outFormat") {
        others.push_back(arguments[i]);
      } else if (i + 1 == arguments.size()) {
        std::puts("ERROR: Required parameter missing from -outFormat");
        return usage();
      } else {
        setOutputFormat(job, arguments[++i]);
      }
    }
    if (others.empty()) return usage();
    FileOutputFormat::setOutputPath(job, others[0]);
    return runMaps(job);
  }

 private:
  static int usage() {
    std::puts("randomtextwriter [-outFormat <output format class>] <output>");
    ToolRunner::printGenericCommandUsage();
    return 2;
  }
};

}  // namespace

void setOutputFormat(Job& job, const std::string& name) {
  const std::string package = "org.apache.hadoop.mapreduce.lib.output.";
  if (name == package + "TextOutputFormat")
    job.setOutputFormatClass<TextOutputFormat>();
  else if (name == package + "SequenceFileOutputFormat")
    job.setOutputFormatClass<SequenceFileOutputFormat>();
  else if (name == package + "NullOutputFormat")
    job.setOutputFormatClass<NullOutputFormat>();
  else
    throw Exception("java.lang.ClassNotFoundException", name);
}

int random_writer(int argc, char** argv) {
  RandomWriter tool;
  return ToolRunner::run(tool, argc, argv);
}

int random_text_writer(int argc, char** argv) {
  RandomTextWriter tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
