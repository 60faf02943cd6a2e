#include "spark-core/submit/daemons.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/base/log.h"
#include "common/daemon/lifetime.h"
#include "common/http/server.h"
#include "spark-core/deploy/master.h"
#include "spark-core/deploy/master_page.h"
#include "spark-core/deploy/worker.h"
#include "spark-core/driver/master_url.h"
#include "spark-core/driver/standalone_launcher.h"
#include "spark-core/executor/memory_share.h"
#include "spark-core/submit/arguments.h"

namespace mammoth::spark {
namespace {

// Options with a value under all their names, words without a dash, and settings.
struct DaemonWords {
  std::map<std::string, std::string> options{};
  std::vector<std::string> rest{};
  Settings settings{};

  std::string text(const std::string& name, const std::string& otherwise) const {
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
  }
  int number(const std::string& name, int otherwise) const {
    const auto found = options.find(name);
    if (found == options.end()) return otherwise;
    char* end = nullptr;
    const long value = std::strtol(found->second.c_str(), &end, 10);
    if (found->second.empty() || *end != '\0' || value < 0 || value > 65'535)
      throw UsageError("--" + name + " needs a number, not " + found->second, true);
    return static_cast<int>(value);
  }
};

Settings read_settings(const std::string& file) {
  std::string path = file;
  const char* directory = std::getenv("SPARK_CONF_DIR");
  if (path.empty() && directory != nullptr) {
    path = std::string(directory) + "/spark-defaults.conf";
    if (!std::filesystem::exists(path)) path.clear();
  }
  if (path.empty()) return {};
  std::ifstream input(path);
  if (!input) throw UsageError("Properties file " + path + " does not exist", false);
  std::ostringstream text;
  text << input.rdbuf();
  return Settings(parse_properties(text.str()));
}

DaemonWords parse_words(const std::vector<std::string>& words,
                        const std::map<std::string, std::string>& names) {
  DaemonWords parsed;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with('-')) {
      parsed.rest.push_back(words[i]);
      continue;
    }
    const auto known = names.find(words[i]);
    if (known == names.end()) throw UsageError("Unrecognized option: " + words[i], true);
    if (++i == words.size())
      throw UsageError("Missing argument for option '" + words[i - 1] + "'.", true);
    parsed.options[known->second] = words[i];
  }
  parsed.settings = read_settings(parsed.text("properties-file", ""));
  return parsed;
}

// Whoever knows the secret runs code here as this user: the user's own file of it is for this
// machine only.
void require_secret(const std::string& host, const Settings& settings) {
  if (net::is_loopback(host) || settings.find("spark.authenticate.secret") ||
      settings.find("spark.authenticate.secret.file"))
    return;
  throw SparkException(
      "Refusing to listen on " + host +
      " without a shared secret: set spark.authenticate.secret, or "
      "spark.authenticate.secret.file, in spark-defaults.conf of master, workers and drivers, or "
      "use --host 127.0.0.1");
}

http::Handler page_handler(const deploy::Master& master) {
  return [&master](http::Exchange& exchange) {
    http::Response response;
    const std::string& path = exchange.request().path;
    const bool json = path == "/json" || path == "/json/";
    if (!json && path != "/") {
      response.status = 404;
      response.body = "Not Found\n";
      return exchange.respond(std::move(response));
    }
    response.headers.emplace_back("Content-Type",
                                  json ? "application/json" : "text/html; charset=utf-8");
    master.look([&](const deploy::ClusterState& state) {
      response.body = json ? deploy::master_json(master.url(), state, SystemClock().wall_ms())
                           : deploy::master_page(master.url(), state);
    });
    exchange.respond(std::move(response));
  };
}

int run_master(const std::vector<std::string>& words) {
  const DaemonWords parsed = parse_words(
      words, {{"--host", "host"}, {"-h", "host"}, {"--port", "port"}, {"-p", "port"},
              {"--webui-port", "webui-port"}, {"--properties-file", "properties-file"}});
  if (!parsed.rest.empty()) throw UsageError("Unexpected argument: " + parsed.rest[0], true);
  const Settings& settings = parsed.settings;
  deploy::MasterOptions options;
  options.host = parsed.text("host", "127.0.0.1");
  options.port = parsed.number("port", 7077);
  require_secret(options.host, settings);
  options.secret = cluster_secret(settings);
  options.worker_timeout_ms = settings.integer("spark.worker.timeout", 60) * 1000;
  options.cluster.spread_out = settings.flag("spark.deploy.spreadOut", true);
  options.cluster.default_cores =
      static_cast<int>(settings.integer("spark.deploy.defaultCores", 0));
  options.cluster.most_retries =
      static_cast<int>(settings.integer("spark.deploy.maxExecutorRetries", 10));
  DaemonLifetime lifetime("spark-master");
  const deploy::Master master(options);
  http::ServerOptions pages;
  pages.address = {options.host, static_cast<std::uint16_t>(parsed.number("webui-port", 8080))};
  pages.allow_unauthenticated_remote = settings.flag("spark.mammoth.ui.allowRemote", false);
  http::Server server(pages, page_handler(master));
  if (const auto started = server.start(); !started)
    throw SparkException(started.error().message);
  log::info("spark-master", "Starting Spark master at {}, web UI at http://{}:{}", master.url(),
            options.host, server.port());
  lifetime.wait("serving at " + master.url(), [] { return DaemonLifetime::Health::kGood; });
  server.stop();
  return 0;
}

std::uint64_t default_memory() {
  const auto total = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                     static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t kept = std::uint64_t{1} << 30;  // for the machine, as Spark does
  return total > 2 * kept ? total - kept : kept;
}

int run_worker(const std::vector<std::string>& words) {
  const DaemonWords parsed = parse_words(
      words, {{"--host", "host"}, {"-h", "host"}, {"--cores", "cores"}, {"-c", "cores"},
              {"--memory", "memory"}, {"-m", "memory"}, {"--work-dir", "work-dir"},
              {"-d", "work-dir"}, {"--properties-file", "properties-file"}});
  if (parsed.rest.size() != 1) throw UsageError("Missing master URL", true);
  const Master master = parse_master(parsed.rest[0]);
  if (master.kind != Master::Kind::kStandalone)
    throw UsageError("Invalid master URL: " + parsed.rest[0], false);
  const Settings& settings = parsed.settings;
  deploy::WorkerOptions options;
  options.master_host = master.host;
  options.master_port = master.port;
  options.secret = cluster_secret(settings);
  options.host = parsed.text(
      "host", net::is_loopback(master.host) ? "127.0.0.1" : net::own_host());
  require_secret(options.host, settings);
  options.cores = parsed.number("cores", static_cast<int>(std::thread::hardware_concurrency()));
  options.memory_bytes = parsed.options.contains("memory")
                             ? parse_size_bytes("--memory", parsed.text("memory", ""))
                             : default_memory();
  options.work_directory =
      std::filesystem::absolute(parsed.text("work-dir", "work")).string();
  if (std::getenv("SPARK_LOCAL_DIRS") != nullptr || settings.find("spark.local.dir"))
    options.local_directories = local_directories(settings);
  options.heartbeat = std::chrono::milliseconds(settings.integer("spark.worker.timeout", 60) *
                                                1000 / 4);
  std::filesystem::create_directories(options.work_directory);
  DaemonLifetime lifetime("spark-worker");
  log::info("spark-worker", "Starting Spark worker {} with {} cores, {} MiB RAM", options.host,
            options.cores, options.memory_bytes >> 20);
  const deploy::Worker worker(std::move(options));
  lifetime.wait("serving " + parsed.rest[0], [] { return DaemonLifetime::Health::kGood; });
  return 0;
}

int guarded(const char* name, const char* usage, int (*run)(const std::vector<std::string>&),
            const std::vector<std::string>& words) {
  try {
    return run(words);
  } catch (const UsageError& error) {
    fmt::print(stderr, "{}\n", error.what());
    if (error.with_usage()) fmt::print(stderr, "{}", usage);
  } catch (const std::exception& error) {
    log::error(name, "Failed to start {}. {}", name, error.what());
  }
  return 1;
}

}  // namespace

int spark_master(const std::vector<std::string>& words) {
  return guarded("spark-master",
                 "Usage: spark-master [options]\n\nOptions:\n"
                 "  -h HOST, --host HOST   Host to listen on (default: 127.0.0.1)\n"
                 "  -p PORT, --port PORT   Port to listen on (default: 7077)\n"
                 "  --webui-port PORT      Port for web UI (default: 8080)\n"
                 "  --properties-file FILE Settings; default: spark-defaults.conf of "
                 "SPARK_CONF_DIR\n",
                 &run_master, words);
}

int spark_worker(const std::vector<std::string>& words) {
  return guarded("spark-worker",
                 "Usage: spark-worker [options] spark://HOST:PORT\n\nOptions:\n"
                 "  -c CORES, --cores CORES  Number of cores to use\n"
                 "  -m MEM, --memory MEM     Amount of memory to use (e.g. 1000M, 2G)\n"
                 "  -d DIR, --work-dir DIR   Directory to run executors in (default: work)\n"
                 "  -h HOST, --host HOST     This machine's name for others\n"
                 "  --properties-file FILE   Settings; default: spark-defaults.conf of "
                 "SPARK_CONF_DIR\n",
                 &run_worker, words);
}

}  // namespace mammoth::spark
