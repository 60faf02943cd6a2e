#include "mapreduce/app_master/run.h"

#include "common/base/log.h"
#include "mapreduce/app_master/app_master.h"
#include "mapreduce/task/job_file.h"
#include "mapreduce/task_runner/job_code.h"

namespace mammoth::mapreduce::app_master {

int runAppMaster() {
  try {
    AppMaster master(yarn::read_container_environment().value(), engine::readJobFile("job.xml"));
    return master.run();
  } catch (const std::exception&) {
    log::error("v2.app.MRAppMaster", "Error starting MRAppMaster: {}", runner::describeFailure());
    return 1;
  }
}

}  // namespace mammoth::mapreduce::app_master
