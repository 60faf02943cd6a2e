// Output beside the job's own (Hadoop: MultipleOutputs): named outputs with a format each, or any
// file name below the output directory. Files are NAME-m-00000 or NAME-r-00000 and are committed
// with the task.
//
//   MultipleOutputs::addNamedOutput<TextOutputFormat>(job, "errors");     // when the job is set up
//
//   MultipleOutputs outputs(context.task());                             // in setup()
//   outputs.write("errors", key, value);
//   outputs.write("errors", key, value, "2026/11/bad");                  // 2026/11/bad-r-00000
//   outputs.close();                                                     // in cleanup()
//
// One thread. What is written is complete only after close().
#pragma once

#include <map>
#include <memory>
#include <string>

#include "mapreduce/api/job.h"
#include "mapreduce/api/task_output.h"

namespace mammoth::mapreduce {

class MultipleOutputs {
 public:
  // Names are letters and digits, and not "part". Throws IllegalArgumentException.
  template <class F>
  static void addNamedOutput(Job& job, const std::string& name) {
    add(job, name, engine::nameOfClass(engine::ClassEntry<F, F>::factory));
  }
  // Whether records are counted, file by file: the counter of a named output has its name, that of
  // another path the path.
  static void setCountersEnabled(Job& job, bool enabled);

  explicit MultipleOutputs(TaskAttemptContext& context);
  ~MultipleOutputs();

  template <class K, class V>
  void write(const std::string& name, const K& key, const V& value, const std::string& path = "") {
    const std::string& file = path.empty() ? name : path;
    Output& output = open(name, file);
    auto* writer = dynamic_cast<Typed<K, V>*>(output.writer.get());
    if (writer == nullptr) {
      if (output.writer != nullptr)
        throw IOException("Type mismatch: named output " + name + " has records of other types");
      auto made = std::make_unique<Typed<K, V>>();
      made->writer = engine::openWriter<K, V>(*output.format, *output.context);
      writer = made.get();
      output.writer = std::move(made);
    }
    writer->writer->write(key, value);
    if (counts_) count(file);
  }
  void close();

 private:
  struct Untyped {
    virtual ~Untyped() = default;
    virtual void close(TaskAttemptContext& context) = 0;
  };
  template <class K, class V>
  struct Typed : Untyped {
    void close(TaskAttemptContext& context) override { writer->close(context); }
    std::unique_ptr<RecordWriter<K, V>> writer;
  };
  struct Output {
    std::unique_ptr<OutputFormatBase> format;
    std::unique_ptr<TaskAttemptContext> context;  // with the file's name
    std::unique_ptr<Untyped> writer;
  };

  static void add(Job& job, const std::string& name, const std::string& format);
  Output& open(const std::string& name, const std::string& path);
  void count(const std::string& file);

  TaskAttemptContext& task_;
  const bool counts_;
  std::map<std::pair<std::string, std::string>, Output> outputs_;  // by name and path
};

// The job's own output, but files only for tasks that write something (Hadoop: LazyOutputFormat).
// For formats that take records of any type.
class LazyOutputFormat : public OutputFormat<AnyWritable, AnyWritable> {
 public:
  template <class F>
  static void setOutputFormatClass(Job& job) {
    job.getConfiguration().set("mapreduce.output.lazyoutputformat.outputformat",
                               engine::nameOfClass(engine::ClassEntry<F, F>::factory));
    job.setOutputFormatClass<LazyOutputFormat>();
  }

  void setConf(const Configuration& configuration) override;
  void checkOutputSpecs(JobContext& context) override { inner_->checkOutputSpecs(context); }
  std::unique_ptr<OutputCommitter> getOutputCommitter(TaskAttemptContext& context) override {
    return inner_->getOutputCommitter(context);
  }
  std::unique_ptr<RecordWriter<AnyWritable, AnyWritable>> getRecordWriter(
      TaskAttemptContext& context) override;

 private:
  std::unique_ptr<OutputFormatBase> inner_;
};

}  // namespace mammoth::mapreduce
