#include "spark-core/submit/yarn_cluster.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <thread>

#include "common/security/credentials.h"
#include "common/yarn/application_client.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/submit/run.h"
#include "spark-core/yarn/driver_container.h"
#include "spark-core/yarn/product.h"
#include "spark-core/yarn/sizes.h"

namespace mammoth::spark {
namespace {

constexpr auto kReportInterval = std::chrono::milliseconds(500);

std::string base_name(const std::string& path) {
  return std::filesystem::path(path).filename();
}

// Everything the container's process needs, and the files it gets.
yarn::Submission cluster_submission(const SubmitArguments& arguments, const Settings& settings,
                                    const Configuration& configuration, const std::string& id,
                                    const std::string& user) {
  on_yarn::MasterSpec spec;
  spec.entry = arguments.entry;
  spec.arguments = arguments.arguments;
  spec.library = base_name(arguments.resource);
  spec.pattern.settings = arguments.settings;
  on_yarn::add_hadoop_settings(configuration, spec.pattern.settings);
  FileSystems file_systems(configuration);
  on_yarn::Staging staging(file_systems, settings, id);
  spec.staging = staging.directory();
  yarn::Submission submission;
  const auto share = [&](const std::string& path) {
    const on_yarn::SharedFile file = staging.share(path);
    submission.launch.resources[file.name] = on_yarn::resource_of(file);
    return file;
  };
  for (const std::string& file : on_yarn::product_files(arguments.resource))
    spec.product.push_back(share(file));
  share(arguments.resource);
  std::istringstream names(settings.text("spark.files", ""));
  std::string here;
  for (std::string name; std::getline(names, name, ',');)
    here += (here.empty() ? "" : ",") + share(name).name;
  if (!here.empty()) spec.pattern.settings["spark.files"] = here;
  submission.id = id;
  submission.name = settings.text("spark.app.name", "");
  submission.type = "SPARK";
  submission.queue = settings.text("spark.yarn.queue", "default");
  submission.max_attempts = static_cast<std::int32_t>(settings.integer("spark.yarn.maxAppAttempts", 1));
  submission.master = on_yarn::cluster_master_size(settings);
  submission.launch.environment = {{"HADOOP_USER_NAME", user}, {"LD_LIBRARY_PATH", "$PWD"}};
  submission.launch.commands = {"./spark-executor yarn-driver 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr"};
  security::Credentials credentials;
  credentials.add_secret(on_yarn::kMasterSecret, to_bytes(spec));
  submission.launch.credentials = security::encode_credentials(credentials);
  return submission;
}

int wait_for_end(yarn::ApplicationClient& client, const std::string& id) {
  while (true) {
    const yarn::ApplicationReport report = must(client.report(id));
    if (!yarn::is_over(report.state)) {
      std::this_thread::sleep_for(kReportInterval);
      continue;
    }
    if (report.state == yarn::ApplicationState::kFinished &&
        report.final_status == yarn::FinalStatus::kSucceeded)
      return 0;
    const bool killed = report.state == yarn::ApplicationState::kKilled ||
                        report.final_status == yarn::FinalStatus::kKilled;
    throw SparkException(fmt::format("Application {} {}\n{}", id,
                                     killed ? "is killed" : "finished with failed status",
                                     report.diagnostics));
  }
}

// What the driver's settings are in its container.
std::map<std::string, std::string> settings_here(const on_yarn::DriverContainer& container) {
  std::map<std::string, std::string> settings = container.spec().pattern.settings;
  settings["spark.app.id"] = container.self().application;
  settings["spark.driver.host"] = container.self().node_host;
  if (!container.self().local_dirs.empty())
    settings["spark.local.dir"] = fmt::format("{}", fmt::join(container.self().local_dirs, ","));
  return settings;
}

}  // namespace

int submit_to_yarn(const SubmitArguments& arguments) {
  const Settings settings(arguments.settings);
  const Configuration configuration = settings.hadoop();
  yarn::ApplicationClient client(configuration);
  const yarn::NewApplication application = must(client.new_application());
  on_yarn::require_fit(settings, on_yarn::cluster_master_size(settings), application.maximum);
  must(client.submit(
      cluster_submission(arguments, settings, configuration, application.id, client.user())));
  fmt::print(stderr, "Submitted application {}\n", application.id);
  if (!settings.flag("spark.yarn.submit.waitAppCompletion", true)) return 0;
  return wait_for_end(client, application.id);
}

int run_driver_in_container() {
  std::signal(SIGPIPE, SIG_IGN);
  on_yarn::DriverContainer container;
  std::string diagnostics;
  int code = 1;
  try {
    SubmitArguments arguments;
    arguments.settings = settings_here(container);
    arguments.resource = "./" + container.spec().library;
    arguments.entry = container.spec().entry;
    arguments.arguments = container.spec().arguments;
    code = run_application(arguments);
    if (code != 0) diagnostics = fmt::format("User application exited with status {}", code);
  } catch (const std::exception& error) {
    diagnostics = fmt::format("User class threw exception: {}", error.what());
    fmt::print(stderr, "{}\n", diagnostics);
  }
  std::fflush(nullptr);  // who hears of the end reads what was printed
  container.finish(code == 0 ? yarn::FinalStatus::kSucceeded : yarn::FinalStatus::kFailed, diagnostics);
  return code;
}

}  // namespace mammoth::spark
