// SparkContext: an application's way in (Spark: SparkContext). One lives at a time in a process;
// stop() or the end of its life ends it. Thread-safe.
//
//   extern "C" int wordcount(int argc, char** argv) {
//     SparkContext sc(SparkConf().setAppName("Word Count"));
//     sc.textFile(argv[1]).flatMap(...)
#pragma once

#include <functional>

#include "spark-core/api/accumulator.h"
#include "spark-core/api/broadcast.h"
#include "spark-core/api/build.h"
#include "spark-core/api/job_control.h"
#include "spark-core/api/rdd.h"
#include "spark-core/api/spark_conf.h"
#include "spark-core/plan/csv.h"
#include "spark-core/plan/json.h"

namespace mammoth::spark {

// The engine behind a context; throws SparkException for a master it does not know.
[[gnu::visibility("default")]] std::shared_ptr<Session> start_session(const SparkConf& conf);

class [[gnu::visibility("default")]] SparkContext : public JobControl {
 public:
  explicit SparkContext(const SparkConf& conf = SparkConf());
  SparkContext(const std::string& master, const std::string& appName)
      : SparkContext(SparkConf().setMaster(master).setAppName(appName)) {}
  ~SparkContext();
  SparkContext(const SparkContext&) = delete;
  SparkContext& operator=(const SparkContext&) = delete;

  template <class T>
  RDD<T> parallelize(const std::vector<T>& seq, int numSlices = 0) const {
    return sc_parallelize(session_, seq, numSlices);
  }
  template <class T>
  RDD<T> makeRDD(const std::vector<T>& seq, int numSlices = 0) const {
    return sc_parallelize(session_, seq, numSlices);
  }
  RDD<std::int64_t> range(std::int64_t start, std::int64_t end, std::int64_t step = 1,
                          int numSlices = 0) const;
  // Lines, without their ends. Paths are Hadoop's: hdfs:// or file://, globs, directories, several
  // separated by commas; compressed files by their extension.
  RDD<std::string_view> textFile(const std::string& path, int minPartitions = 0) const {
    return {session_->text_file(path, minPartitions != 0 ? minPartitions : defaultMinPartitions()),
            session_};
  }
  // (path, content) of every file.
  RDD<std::pair<std::string, std::string>> wholeTextFiles(const std::string& path,
                                                          int minPartitions = 0) const {
    return {session_->whole_text_files(path,
                                       minPartitions != 0 ? minPartitions : defaultMinPartitions()),
            session_};
  }
  // (path, bytes) of every file, compressed ones as they are.
  RDD<std::pair<std::string, std::string>> binaryFiles(const std::string& path,
                                                       int minPartitions = 0) const {
    return {session_->binary_files(path,
                                   minPartitions != 0 ? minPartitions : defaultMinPartitions()),
            session_};
  }
  // Hadoop's SequenceFiles, of types that have a Writable: sequenceFile<std::string, std::int64_t>(p).
  template <class K, class V>
  RDD<std::pair<K, V>> sequenceFile(const std::string& path, int minPartitions = 0) const {
    return sc_sequence_file<K, V>(session_, path,
                                  minPartitions != 0 ? minPartitions : defaultMinPartitions());
  }
  // What saveAsObjectFile wrote, of the same type.
  template <class T>
  RDD<T> objectFile(const std::string& path, int minPartitions = 0) const {
    return sc_object_file<T>(session_, path,
                             minPartitions != 0 ? minPartitions : defaultMinPartitions());
  }
  // Lines of comma-separated values: as vectors of strings, or as a plain struct with a field a
  // column: csvFile<Rating>("ratings.csv", {.header = true}).
  template <class T = std::vector<std::string>>
  RDD<T> csvFile(const std::string& path, const CsvOptions& options = {},
                 int minPartitions = 0) const {
    return sc_csv_file<T>(textFile(path, minPartitions), options);
  }
  // A JSON value a line.
  RDD<Json> jsonFile(const std::string& path, int minPartitions = 0) const;
  // Records of `recordLength` bytes each, without anything between them.
  RDD<std::string_view> binaryRecords(const std::string& path, std::uint64_t recordLength) const {
    return {session_->binary_records(path, recordLength), session_};
  }
  template <class T>
  RDD<T> emptyRDD() const {
    return sc_empty<T>(session_);
  }
  template <class T>
  RDD<T> union_(const std::vector<RDD<T>>& rdds) const {
    return rdd_union(rdds);
  }

  template <class T>
  Broadcast<T> broadcast(T value) const {
    const std::uint64_t id = session_->new_handle_id();
    session_->register_broadcast(id, kBroadcastOps<T>, std::make_shared<const T>(std::move(value)));
    return Broadcast<T>(id);
  }
  template <class T>
  void destroy(const Broadcast<T>& broadcast) const {
    session_->remove_broadcast(broadcast.id());
  }
  LongAccumulator longAccumulator(const std::string& name = "") const {
    return accumulator<LongAccumulator, SumState<std::int64_t>>(name);
  }
  DoubleAccumulator doubleAccumulator(const std::string& name = "") const {
    return accumulator<DoubleAccumulator, SumState<double>>(name);
  }
  template <class T>
  CollectionAccumulator<T> collectionAccumulator(const std::string& name = "") const {
    return accumulator<CollectionAccumulator<T>, CollectionState<T>>(name);
  }
  // An accumulator of your own: A has add(x), merge(const A&), value() and is Serializable.
  template <class A>
  Accumulator<A> registerAccumulator(const std::string& name = "") const {
    return accumulator<Accumulator<A>, A>(name);
  }

  int defaultParallelism() const { return session_->default_parallelism(); }
  int defaultMinPartitions() const { return std::min(defaultParallelism(), 2); }
  const SparkConf& getConf() const { return conf_; }
  std::string master() const { return conf_.get("spark.master"); }
  std::string appName() const { return conf_.get("spark.app.name"); }
  std::string applicationId() const { return session_->setting("spark.app.id").value_or(""); }
  std::string version() const;
  void setCheckpointDir(const std::string& directory) const {
    session_->set_checkpoint_directory(directory);
  }
  bool isLocal() const { return master() == "local" || master().starts_with("local["); }
  void stop();
  bool isStopped() const { return stopped_; }
  const std::shared_ptr<Session>& session() const { return session_; }

 private:
  template <class Handle, class A>
  Handle accumulator(const std::string& name) const {
    const std::uint64_t id = session_->new_handle_id();
    session_->register_accumulator(id, kAccumulatorOps<A>, std::make_shared<A>(), name);
    return Handle(id);
  }

  SparkConf conf_;
  bool stopped_ = false;
};

}  // namespace mammoth::spark
