#include "mapreduce/task_runner/job_code.h"

#include <filesystem>
#include <typeinfo>

#include "common/job_library/crash_reporter.h"
#include "common/job_library/job_library.h"
#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/mapreduce.h"

namespace mammoth::mapreduce::runner {

std::string jobLibraryName(const Configuration& configuration) {
  return engine::baseName(configuration.get("mapreduce.job.jar", ""));
}

void loadJobCode(const Configuration& configuration) {
  const std::string name = jobLibraryName(configuration);
  if (name.empty()) return install_crash_reporter("");
  // Kept open for ever: its classes are found by name from now on.
  const Result<JobLibrary> library =
      JobLibrary::open((std::filesystem::current_path() / name).string(),
                       {"mammoth_mapreduce_abi", mammoth_mapreduce_abi()});
  if (!library) throw IOException(library.error().message);
  install_crash_reporter(library->path());
}

std::string describeFailure() {
  try {
    throw;
  } catch (const Exception& exception) {
    return exception.javaClass() + ": " + exception.what();
  } catch (const std::exception& exception) {
    return engine::typeName(typeid(exception)) + ": " + exception.what();
  } catch (...) {
    return "an exception of no known type";
  }
}

}  // namespace mammoth::mapreduce::runner
