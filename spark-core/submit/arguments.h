// The command line of spark-submit (Spark: SparkSubmitArguments, SparkSubmitOptionParser): every
// option of Spark's is known; those this build cannot honour are refused by name.
//
// Precedence of settings, strongest first: options of the command line and --conf,
// --properties-file (or conf/spark-defaults.conf of SPARK_CONF_DIR), what the job sets is on top of
// nothing: SparkConf starts with these.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mammoth::spark {

struct SubmitArguments {
  enum class Action { kSubmit, kHelp, kVersion, kKill, kStatus } action = Action::kSubmit;
  std::map<std::string, std::string> settings{};  // of SparkConf
  std::string resource{};                         // the job's library
  std::string entry{};                            // --class
  std::vector<std::string> arguments{};           // of the job
  std::string submission{};  // of kKill and kStatus
  bool verbose = false;
};

// What is wrong with the command line; what() is for the user.
class UsageError : public std::exception {
 public:
  UsageError(std::string message, bool with_usage)
      : message_(std::move(message)), with_usage_(with_usage) {}
  const char* what() const noexcept override { return message_.c_str(); }
  bool with_usage() const { return with_usage_; }

 private:
  std::string message_;
  bool with_usage_;
};

// Throws UsageError.
SubmitArguments parse_submit_arguments(const std::vector<std::string>& words);
std::string submit_usage();

// Lines `key value` or `key=value` of a properties file; `#` begins a comment.
std::map<std::string, std::string> parse_properties(const std::string& text);

}  // namespace mammoth::spark
