#include "spark-core/submit/standalone_cluster.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "spark-core/deploy/driver_process.h"
#include "spark-core/driver/master_url.h"
#include "spark-core/driver/standalone_launcher.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/submit/run.h"

namespace mammoth::spark {
namespace {

using deploy::DriverAnswer;

constexpr auto kPollInterval = std::chrono::milliseconds(100);
constexpr int kPolls = 50;  // until the driver is expected to run
constexpr int kNotRecognized = 255;

DriverAnswer ask_master(const SubmitArguments& arguments, deploy::Message kind,
                        const std::string& body) {
  const std::string& url = arguments.settings.at("spark.master");
  const Master master = parse_master(url);
  if (master.kind != Master::Kind::kStandalone)
    throw SparkException("Submissions are followed on standalone clusters only, not on " + url);
  try {
    net::Socket socket = net::Socket::connect(master.host, master.port, std::chrono::seconds(20));
    net::authenticate_to_server(socket, cluster_secret(Settings(arguments.settings)));
    net::send_frame(socket, static_cast<std::uint8_t>(kind), body);
    const net::Frame answer = net::receive_frame(socket, deploy::kMostMessageBytes);
    if (static_cast<deploy::Message>(answer.kind) != deploy::Message::kDriverAnswer)
      throw net::ConnectionLost("it sent an unknown message");
    return from_bytes<DriverAnswer>(answer.body);
  } catch (const net::ConnectionLost& error) {
    throw SparkException("Error connecting to master " + url + ", exiting. " + error.what());
  }
}

DriverAnswer ask_status(const SubmitArguments& arguments, const std::string& id) {
  return ask_master(arguments, deploy::Message::kDriverStatus, id);
}

void say_line(const std::string& text) {
  fmt::print(stderr, "{}\n", text);
}

int say_status(const DriverAnswer& answer) {
  if (!answer.success) {
    say_line("ERROR: Cluster master did not recognize " + answer.id);
    return kNotRecognized;
  }
  say_line(fmt::format("State of {} is {}", answer.id, answer.state));
  if (answer.state == "RUNNING" && !answer.host.empty())
    say_line(fmt::format("Driver running on {} ({})", answer.host, answer.worker));
  if (!answer.message.empty()) say_line("Exception from cluster was: " + answer.message);
  return answer.message.empty() ? 0 : kNotRecognized;
}

deploy::DriverDescription description_of(const SubmitArguments& arguments) {
  const Settings settings(arguments.settings);
  deploy::DriverDescription who;
  who.library = std::filesystem::absolute(arguments.resource).string();
  who.entry = arguments.entry;
  who.arguments = arguments.arguments;
  who.settings = arguments.settings;
  who.settings["spark.submit.deployMode"] = "client";  // as seen from the worker
  who.cores = static_cast<int>(settings.integer("spark.driver.cores", 1));
  who.memory_bytes = settings.size_bytes("spark.driver.memory", std::uint64_t{1} << 30);
  who.supervise = settings.flag("spark.driver.supervise", false);
  return who;
}

bool is_over(const std::string& state) {
  return state != "SUBMITTED" && state != "RUNNING" && state != "RELAUNCHING";
}

}  // namespace

int submit_to_standalone(const SubmitArguments& arguments) {
  const DriverAnswer submitted = ask_master(arguments, deploy::Message::kSubmitDriver,
                                            to_bytes(description_of(arguments)));
  say_line(submitted.message);
  if (!submitted.success) return kNotRecognized;
  const bool waits =
      Settings(arguments.settings).flag("spark.standalone.submit.waitAppCompletion", false);
  DriverAnswer status = ask_status(arguments, submitted.id);
  for (int i = 0; waits ? status.success && !is_over(status.state)
                        : status.state == "SUBMITTED" && i < kPolls;
       ++i) {
    std::this_thread::sleep_for(kPollInterval);
    status = ask_status(arguments, submitted.id);
  }
  return say_status(status);
}

int kill_submission(const SubmitArguments& arguments) {
  const DriverAnswer answer =
      ask_master(arguments, deploy::Message::kKillDriver, arguments.submission);
  say_line(answer.message);
  return answer.success ? 0 : kNotRecognized;
}

int show_submission(const SubmitArguments& arguments) {
  return say_status(ask_status(arguments, arguments.submission));
}

void run_driver_of_worker() {
  std::signal(SIGPIPE, SIG_IGN);
  int code = 1;
  try {
    const deploy::DriverSpec spec = deploy::read_driver_spec(0);
    std::filesystem::current_path(spec.directory);
    static std::thread watch = deploy::end_with(0);
    SubmitArguments arguments;
    arguments.settings = spec.who.settings;
    arguments.resource = spec.who.library;
    arguments.entry = spec.who.entry;
    arguments.arguments = spec.who.arguments;
    code = run_application(arguments);
  } catch (const std::exception& error) {
    say_line(std::string("Exception in thread \"main\" org.apache.spark.SparkException: ") +
             error.what());
  }
  std::fflush(nullptr);
  ::_exit(code);  // the watching thread waits for ever
}

}  // namespace mammoth::spark
