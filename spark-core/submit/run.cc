#include "spark-core/submit/run.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

#include "common/job_library/crash_reporter.h"
#include "common/job_library/job_library.h"
#include "spark-core/api/job.h"
#include "spark-core/api/spark_conf.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/remote/executor_process.h"
#include "spark-core/submit/arguments.h"
#include "spark-core/submit/standalone_cluster.h"
#include "spark-core/submit/yarn_cluster.h"
#include "spark-core/yarn/processes.h"

namespace mammoth::spark {
namespace {

using Entry = int (*)(int argc, char** argv);

void print_error(const std::string& text) {
  fmt::print(stderr, "{}\n", text);
}

void print_settings(const SubmitArguments& arguments) {
  print_error("Spark properties used:");
  for (const auto& [key, value] : arguments.settings)
    print_error(fmt::format("({},{})", key, value));
  print_error(fmt::format("Main class:\n{}\nArguments:", arguments.entry));
  for (const std::string& argument : arguments.arguments) print_error(argument);
}

void require_files(const SubmitArguments& arguments) {
  const auto files = arguments.settings.find("spark.files");
  if (files == arguments.settings.end()) return;
  std::istringstream names(files->second);
  for (std::string name; std::getline(names, name, ',');)
    if (!std::filesystem::exists(name)) throw SparkException("File " + name + " does not exist");
}

int call(const JobLibrary& library, const SubmitArguments& arguments) {
  std::vector<std::string> words = arguments.arguments;
  words.insert(words.begin(), arguments.entry.empty() ? library.path() : arguments.entry);
  if (arguments.entry.empty() && library.has_main()) return library.run(arguments.arguments);
  if (arguments.entry.empty())
    throw SparkException("No main class set in JAR; please specify one with --class.");
  const auto symbol = library.symbol(arguments.entry);
  if (!symbol)
    throw SparkException("Failed to load class " + arguments.entry + ": " + symbol.error().message);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return reinterpret_cast<Entry>(*symbol)(static_cast<int>(words.size()), argv.data());
}

LibraryAbi engine_abi() {
  return {"mammoth_spark_abi", mammoth_spark_abi(), false};
}

JobLibrary open_library(const SubmitArguments& arguments) {
  auto library = JobLibrary::open(arguments.resource, engine_abi());
  if (!library) throw SparkException(library.error().message);
  return std::move(*library);
}

int submit(const SubmitArguments& arguments) {
  if (arguments.verbose) print_settings(arguments);
  require_files(arguments);
  if (arguments.settings.at("spark.submit.deployMode") != "cluster")
    return run_application(arguments);
  const JobLibrary library = open_library(arguments);  // what is no job is refused here
  if (!arguments.entry.empty() && !library.symbol(arguments.entry))
    throw SparkException("Failed to load class " + arguments.entry + ".");
  return arguments.settings.at("spark.master") == "yarn" ? submit_to_yarn(arguments)
                                                         : submit_to_standalone(arguments);
}

int guarded_driver() {
  try {
    return run_driver_in_container();
  } catch (const std::exception& error) {
    print_error(std::string("spark-executor: ") + error.what());
    return 1;
  }
}

}  // namespace

int run_application(const SubmitArguments& arguments) {
  const JobLibrary library = open_library(arguments);
  auto settings = arguments.settings;
  settings["spark.mammoth.job.library"] = library.path();
  set_default_settings(std::move(settings));
  install_crash_reporter(library.path());
  const CrashStack crash_stack;
  return call(library, arguments);
}

int spark_executor(const std::vector<std::string>& words) {
  if (words.empty()) return run_executor(engine_abi());
  if (words[0] == "yarn") return on_yarn::run_executor_in_container(engine_abi());
  if (words[0] == "yarn-master") return on_yarn::run_executor_master();
  if (words[0] == "yarn-driver") return guarded_driver();
  if (words[0] == "driver") run_driver_of_worker();
  print_error("spark-executor is started by drivers, workers and YARN");
  return 1;
}

int spark_submit(const std::vector<std::string>& words) {
  try {
    const SubmitArguments arguments = parse_submit_arguments(words);
    if (arguments.action == SubmitArguments::Action::kHelp) {
      print_error(submit_usage());
      return 0;
    }
    if (arguments.action == SubmitArguments::Action::kVersion) {
      print_error("Welcome to Mammoth, which runs jobs of the RDD API of Spark version 4.1.0");
      return 0;
    }
    if (arguments.action == SubmitArguments::Action::kKill) return kill_submission(arguments);
    if (arguments.action == SubmitArguments::Action::kStatus) return show_submission(arguments);
    return submit(arguments);
  } catch (const UsageError& error) {
    if (*error.what() != '\0') print_error(std::string("Error: ") + error.what());
    if (error.with_usage()) print_error(submit_usage());
  } catch (const SparkException& error) {
    print_error(std::string("Exception in thread \"main\" org.apache.spark.SparkException: ") +
                error.what());
  } catch (const std::exception& error) {
    print_error(std::string("Exception in thread \"main\": ") + error.what());
  }
  return 1;
}

}  // namespace mammoth::spark
