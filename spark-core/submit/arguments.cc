#include "spark-core/submit/arguments.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace mammoth::spark {
namespace {

struct Option {
  std::string_view name;
  std::string_view setting;  // the key it sets; empty: handled below
  bool supported = true;
};

constexpr Option kOptions[] = {
    {"--master", "spark.master"},
    {"--name", "spark.app.name"},
    {"--class", ""},
    {"--conf", ""},
    {"-c", ""},
    {"--properties-file", ""},
    {"--deploy-mode", "spark.submit.deployMode"},
    {"--files", "spark.files"},
    {"--driver-memory", "spark.driver.memory"},
    {"--driver-cores", "spark.driver.cores"},
    {"--executor-memory", "spark.executor.memory"},
    {"--executor-cores", "spark.executor.cores"},
    {"--total-executor-cores", "spark.cores.max"},
    {"--num-executors", "spark.executor.instances"},
    {"--queue", "spark.yarn.queue"},
    {"--driver-library-path", "spark.driver.extraLibraryPath"},
    {"--jars", "", false},
    {"--packages", "", false},
    {"--exclude-packages", "", false},
    {"--repositories", "", false},
    {"--py-files", "", false},
    {"--archives", "", false},
    {"--driver-java-options", "", false},
    {"--driver-class-path", "", false},
    {"--proxy-user", "", false},
    {"--principal", "", false},
    {"--keytab", "", false},
    {"--kill", ""},
    {"--status", ""},
    {"--remote", "", false},
};
// Options without a value.
constexpr Option kSwitches[] = {
    {"--help", ""},
    {"-h", ""},
    {"--verbose", ""},
    {"-v", ""},
    {"--version", ""},
    {"--usage-error", ""},
    {"--load-spark-defaults", ""},
    {"--supervise", ""},
    {"--driver-default-class-path", "", false},
};

template <std::size_t N>
const Option* find(const Option (&options)[N], std::string_view name) {
  const auto* found =
      std::find_if(options, options + N, [&](const Option& each) { return each.name == name; });
  return found == options + N ? nullptr : found;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::string read_properties_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw UsageError("Properties file " + path + " does not exist", false);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Parser {
 public:
  explicit Parser(const std::vector<std::string>& words) : words_(words) {}

  SubmitArguments parse() {
    while (at_ < words_.size() && result_.resource.empty() && !answers_at_once()) take();
    result_.arguments.assign(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
    if (answers_at_once()) return std::move(result_);
    if (result_.action != SubmitArguments::Action::kSubmit) {
      add_defaults();
      if (!result_.settings["spark.master"].starts_with("spark://"))
        throw UsageError("Killing submissions and asking for their status is only supported in "
                         "standalone mode!",
                         false);
      return std::move(result_);
    }
    if (result_.resource.empty()) throw UsageError("Missing application resource.", true);
    add_defaults();
    return std::move(result_);
  }

 private:
  bool answers_at_once() const {
    return result_.action == SubmitArguments::Action::kHelp ||
           result_.action == SubmitArguments::Action::kVersion;
  }
  void take() {
    std::string word = words_[at_++];
    std::optional<std::string> value;
    if (const std::size_t equals = word.find('=');
        word.starts_with("--") && equals != std::string::npos) {
      value = word.substr(equals + 1);
      word.resize(equals);
    }
    if (const Option* known = find(kOptions, word)) {
      require_support(*known);
      if (!value) {
        if (at_ == words_.size())
          throw UsageError("Missing argument for option '" + word + "'.", true);
        value = words_[at_++];
      }
      return apply(*known, *value);
    }
    if (const Option* known = find(kSwitches, word)) {
      require_support(*known);
      return flip(word);
    }
    if (word.starts_with('-')) throw UsageError("Unrecognized option: " + word, true);
    result_.resource = word;
  }
  static void require_support(const Option& option) {
    if (!option.supported)
      throw UsageError("option " + std::string(option.name) + " is not supported", false);
  }
  void apply(const Option& option, const std::string& value) {
    if (!option.setting.empty()) {
      result_.settings[std::string(option.setting)] = value;
    } else if (option.name == "--class") {
      result_.entry = value;
    } else if (option.name == "--kill" || option.name == "--status") {
      result_.action = option.name == "--kill" ? SubmitArguments::Action::kKill
                                               : SubmitArguments::Action::kStatus;
      result_.submission = value;
    } else if (option.name == "--properties-file") {
      properties_file_ = value;
    } else {
      const std::size_t equals = value.find('=');
      if (equals == std::string::npos)
        throw UsageError("Spark config without '=': " + value, false);
      result_.settings[trimmed(std::string_view(value).substr(0, equals))] =
          value.substr(equals + 1);
    }
  }
  void flip(const std::string& word) {
    if (word == "--help" || word == "-h") result_.action = SubmitArguments::Action::kHelp;
    if (word == "--version") result_.action = SubmitArguments::Action::kVersion;
    if (word == "--verbose" || word == "-v") result_.verbose = true;
    if (word == "--load-spark-defaults") load_defaults_ = true;
    if (word == "--supervise") result_.settings["spark.driver.supervise"] = "true";
    if (word == "--usage-error") throw UsageError("", true);
  }
  void add_defaults() {
    std::map<std::string, std::string> weaker;
    if (!properties_file_.empty())
      weaker = parse_properties(read_properties_file(properties_file_));
    const char* directory = std::getenv("SPARK_CONF_DIR");
    if ((properties_file_.empty() || load_defaults_) && directory != nullptr) {
      const std::string path = std::string(directory) + "/spark-defaults.conf";
      if (std::ifstream(path)) weaker.merge(parse_properties(read_properties_file(path)));
    }
    result_.settings.merge(weaker);
    std::string file = result_.resource.substr(result_.resource.rfind('/') + 1);
    result_.settings.emplace("spark.master", "local[*]");
    result_.settings.emplace("spark.app.name", result_.entry.empty() ? file : result_.entry);
    std::string& mode = result_.settings.emplace("spark.submit.deployMode", "client").first->second;
    if (mode != "client" && mode != "cluster")
      throw UsageError("Deploy mode must be either \"client\" or \"cluster\"", false);
    const std::string& master = result_.settings["spark.master"];
    if (mode == "cluster" && master != "yarn" && !master.starts_with("spark://"))
      throw UsageError("Cluster deploy mode is not compatible with master \"local\"", false);
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  SubmitArguments result_;
  std::string properties_file_;
  bool load_defaults_ = false;
};

}  // namespace

std::map<std::string, std::string> parse_properties(const std::string& text) {
  std::map<std::string, std::string> properties;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string entry = trimmed(line);
    if (entry.empty() || entry.front() == '#' || entry.front() == '!') continue;
    const std::size_t end = entry.find_first_of("= \t:");
    if (end == std::string::npos) {
      properties[entry] = "";
      continue;
    }
    std::string value = trimmed(std::string_view(entry).substr(end));
    if (!value.empty() && (value.front() == '=' || value.front() == ':'))
      value = trimmed(std::string_view(value).substr(1));
    properties[entry.substr(0, end)] = value;
  }
  return properties;
}

SubmitArguments parse_submit_arguments(const std::vector<std::string>& words) {
  return Parser(words).parse();
}

std::string submit_usage() {
  return R"(Usage: spark-submit [options] <job library (.so)> [job arguments]

Options:
  --master MASTER_URL         spark://host:port, yarn, local, local[n], local[*],
                              local[n,failures], local-cluster[n,cores,MiB] (Default: local[*]).
  --class ENTRY               The job's exported entry symbol.
  --name NAME                 A name of your application.
  --conf, -c PROP=VALUE       Arbitrary Spark configuration property.
  --properties-file FILE      Path to a file from which to load extra properties. If not
                              specified, this will look for spark-defaults.conf in SPARK_CONF_DIR.
  --load-spark-defaults       Load spark-defaults.conf in addition to --properties-file.
  --files FILES               Comma-separated list of files for the job.
  --deploy-mode DEPLOY_MODE   Whether the driver runs here ("client") or on a machine of the
                              cluster ("cluster", spark:// and yarn) (Default: client).
  --supervise                 The driver is started again when it fails (spark:// in cluster mode).
  --kill SUBMISSION_ID        Kills the driver specified (spark://).
  --status SUBMISSION_ID      Shows the state of the driver specified (spark://).
  --driver-cores NUM          Cores of the driver in cluster mode (Default: 1).
  --driver-memory MEM         Memory for driver and local tasks (e.g. 1000M, 2G) (Default: 1024M).
  --executor-memory MEM       Memory per executor (e.g. 1000M, 2G) (Default: 1G).
  --executor-cores NUM        Cores of an executor (Default: all of a worker's; 1 on yarn).
  --num-executors NUM         Executors, on yarn (Default: 2).
  --queue QUEUE               The YARN queue to submit to (Default: "default").
  --total-executor-cores NUM  Cores of all executors together (Default: all there are).
  --help, -h                  Show this help message and exit.
  --verbose, -v               Print additional debug output.
  --version                   Print the version of current Spark.
)";
}

}  // namespace mammoth::spark
