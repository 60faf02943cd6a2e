// What of this product, and of the libraries it stands on, goes to the containers, so that nodes need
// nothing but a C library of this machine's age: spark-executor and every shared library of this
// process, the job's apart, which its executors fetch from the driver.
#pragma once

#include "common/yarn/types.h"
#include "spark-core/executor/file_systems.h"
#include "spark-core/yarn/messages.h"

namespace mammoth::spark::on_yarn {

// Paths of this machine. `job` is left out.
std::vector<std::string> product_files(const std::string& job);

// An application's own directory of files for its containers (Spark: .sparkStaging/APPLICATION in
// spark.yarn.stagingDir, or the user's home directory on the default file system). Where that file
// system is this machine's, files stay where they are.
class Staging {
 public:
  Staging(FileSystems& file_systems, const Settings& settings, const std::string& application);
  // Throws SparkException.
  SharedFile share(const std::string& path);
  void remove();
  const std::string& directory() const { return directory_; }  // qualified; empty: nothing is copied

 private:
  const LocatedPath home_;
  std::string directory_;
  std::string path_;
  bool made_ = false;
};

yarn::LocalResource resource_of(const SharedFile& file);
// The driver's Hadoop settings as spark.hadoop.*, for processes that have no such files.
void add_hadoop_settings(const Configuration& configuration,
                         std::map<std::string, std::string>& settings);

}  // namespace mammoth::spark::on_yarn
