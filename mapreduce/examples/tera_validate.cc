// teravalidate IN OUT: checks that the files of IN are sorted, each by itself and one behind the
// other, and sums up their rows (Hadoop: terasort.TeraValidate). Of sorted input the output is one
// line, "checksum" and the sum of all rows' CRC32 in hex.
#include <cstdio>

#include "mapreduce/api/files.h"
#include "mapreduce/examples/programs.h"
#include "mapreduce/examples/tera_formats.h"
#include "mapreduce/examples/tera_rows.h"

namespace mammoth::mapreduce::examples {

namespace {

constexpr std::string_view kError = "error";
constexpr std::string_view kChecksum = "checksum";

// "4a 69 6d"
std::string bytes_text(const Text& text) {
  return BytesWritable(std::string(text.view())).toString();
}

// The first and the last key of each file, and where its order breaks.
class ValidateMapper : public Mapper<Text, Text, Text, Text> {
 public:
  void map(const Text& key, const Text& value, Context& context) override {
    if (file_.empty()) {
      const auto& split = dynamic_cast<const FileSplit&>(context.getInputSplit());
      file_ = engine::baseName(split.getPath());
      context.write(Text(file_ + ":begin"), key);
    } else if (key < last_) {
      context.write(Text(kError), Text("misorder in " + file_ + " between " + bytes_text(last_) +
                                       " and " + bytes_text(key)));
    }
    row_.assign(key.view());
    row_ += value.view();
    sum_ += crc32_of(row_);
    last_.set(key.view());
  }

  void cleanup(Context& context) override {
    if (file_.empty()) return;
    context.write(Text(file_ + ":end"), last_);
    context.write(Text(kChecksum), Text(hex_text(sum_)));
  }

 private:
  std::string file_;
  std::string row_;
  Text last_;
  Unsigned128 sum_ = 0;
};

class ValidateReducer : public Reducer<Text, Text, Text, Text> {
 public:
  void reduce(const Text& key, Values& values, Context& context) override {
    if (key.view() == kError) {
      for (const Text& value : values) context.write(key, value);
    } else if (key.view() == kChecksum) {
      Unsigned128 sum = 0;
      for (const Text& value : values) sum += parse_hex(value.view());
      context.write(key, Text(hex_text(sum)));
    } else {
      check_order(key, *values.begin(), context);
    }
  }

 private:
  void check_order(const Text& key, const Text& value, Context& context) {
    if (!is_first_ && value < last_value_)
      context.write(Text(kError), Text("bad key partitioning:\n  file " + last_key_.toString() +
                                       " key " + bytes_text(last_value_) + "\n  file " +
                                       key.toString() + " key " + bytes_text(value)));
    is_first_ = false;
    last_key_ = key;
    last_value_ = value;
  }

  bool is_first_ = true;
  Text last_key_;
  Text last_value_;
};

class TeraValidate : public Tool {
 public:
  int run(const std::vector<std::string>& arguments) override {
    if (arguments.size() != 2) {
      std::fputs("teravalidate <out-dir> <report-dir>\n", stderr);
      return 1;
    }
    Job job = Job::getInstance(getConf(), "TeraValidate");
    FileInputFormat::setInputPaths(job, arguments[0]);
    FileOutputFormat::setOutputPath(job, arguments[1]);
    job.setMapperClass<ValidateMapper>();
    job.setReducerClass<ValidateReducer>();
    job.setOutputKeyClass<Text>();
    job.setOutputValueClass<Text>();
    job.setNumReduceTasks(1);
    // A file is one split, so that its first key is the split's.
    FileInputFormat::setMinInputSplitSize(job, INT64_MAX);
    job.setInputFormatClass<TeraInputFormat>();
    return job.waitForCompletion(true) ? 0 : 1;
  }
};

}  // namespace

int tera_validate(int argc, char** argv) {
  TeraValidate tool;
  return ToolRunner::run(tool, argc, argv);
}

}  // namespace mammoth::mapreduce::examples
