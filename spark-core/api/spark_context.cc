#include "spark-core/api/spark_context.h"

#include <atomic>
#include <chrono>

#include "spark-core/driver/driver_session.h"
#include "spark-core/ops/csv_and_json_files.h"

namespace mammoth::spark {
namespace {

std::atomic<bool> context_lives{false};

}  // namespace

Session::~Session() = default;

std::shared_ptr<Session> start_session(const SparkConf& conf) {
  return std::make_shared<DriverSession>(Settings(conf.getAll()),
                                         parse_master(conf.get("spark.master")));
}

SparkContext::SparkContext(const SparkConf& conf) : conf_(conf) {
  if (TaskContext::get() != nullptr)
    throw SparkException("SparkContext should only be created and accessed on the driver.");
  if (!conf_.contains("spark.master"))
    throw SparkException("A master URL must be set in your configuration");
  if (!conf_.contains("spark.app.name"))
    throw SparkException("An application name must be set in your configuration");
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  conf_.setIfMissing("spark.app.id", "local-" + std::to_string(now.count()));
  if (context_lives.exchange(true))
    throw SparkException(
        "Only one SparkContext should be running in this process (see SPARK-2243).");
  try {
    session_ = start_session(conf_);
  } catch (...) {
    context_lives = false;
    throw;
  }
}

SparkContext::~SparkContext() {
  stop();
}

void SparkContext::stop() {
  if (stopped_) return;
  stopped_ = true;
  session_->stop();
  context_lives = false;
}

std::string SparkContext::version() const {
  return "4.1.0";
}

RDD<Json> SparkContext::jsonFile(const std::string& path, int minPartitions) const {
  return sc_json_file(textFile(path, minPartitions));
}

}  // namespace mammoth::spark
