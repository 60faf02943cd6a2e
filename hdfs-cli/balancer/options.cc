#include "hdfs-cli/balancer/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "common/config/host_list.h"
#include "common/config/values.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli::balancer {

const std::string_view kUsage =
    "Usage: hdfs balancer\n"
    "\t[-policy <policy>]\tthe balancing policy: datanode or blockpool\n"
    "\t[-threshold <threshold>]\tPercentage of disk capacity\n"
    "\t[-exclude [-f <hosts-file> | <comma-separated list of hosts>]]\tLeaves these DataNodes out\n"
    "\t[-include [-f <hosts-file> | <comma-separated list of hosts>]]\tLeaves all others out\n"
    "\t[-source [-f <hosts-file> | <comma-separated list of hosts>]]\tOnly these give blocks away\n"
    "\t[-idleiterations <idleiterations>]\tIterations without a move before it ends; -1 for never\n"
    "\t[-runDuringUpgrade]\tRuns although an upgrade is not finalized\n";

namespace {

Error illegal(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

class Parser {
 public:
  Parser(Environment& environment, const Arguments& arguments)
      : environment_(environment), arguments_(arguments) {}

  Result<Options> run() {
    for (; at_ < arguments_.size(); ++at_) TRY(take(lower_case(arguments_[at_])));
    if (!options_.excluded.empty() && !options_.included.empty())
      return illegal("-exclude and -include options cannot be specified together.");
    return options_;
  }

 private:
  std::string all() const { return fmt::format("args = [{}]", fmt::join(arguments_, ", ")); }

  Result<std::string> value(std::string_view what) {
    if (++at_ == arguments_.size()) return illegal(fmt::format("{}: {}", what, all()));
    return arguments_[at_];
  }

  Result<std::set<std::string>> hosts(std::string_view kind) {
    const std::string first =
        TRY(value(fmt::format("List of nodes to {} | -f <filename> is missing", kind)));
    if (lower_case(first) == "-f") {
      const std::string path =
          TRY(value(fmt::format("File containing nodes to {} is not specified", kind)));
      return read_hosts(path);
    }
    const std::vector<std::string> listed = split_list(first);
    return std::set<std::string>(listed.begin(), listed.end());
  }

  Result<void> threshold() {
    const std::string text = TRY(value("Threshold value is missing"));
    const auto refuse = [&](std::string why) {
      environment_.err.line("Expecting a number in the range of [1.0, 100.0]: " + text);
      return illegal(std::move(why));
    };
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
      return refuse(fmt::format("For input string: \"{}\"", text));
    if (!(number >= 1 && number <= 100))
      return refuse(fmt::format("Number out of range: threshold = {}", text));
    options_.threshold_percent = number;
    return {};
  }

  Result<void> policy() {
    const std::string name = TRY(value("Policy value is missing"));
    // With one namespace they are the same.
    if (lower_case(name) == "datanode" || lower_case(name) == "blockpool") return {};
    environment_.err.line("Illegal policy name: " + name);
    return illegal("Cannot parse string \"" + name + "\"");
  }

  Result<void> take(const std::string& name) {
    if (name == "-threshold") return threshold();
    if (name == "-policy") return policy();
    if (name == "-exclude") return keep(options_.excluded, hosts("exclude"));
    if (name == "-include") return keep(options_.included, hosts("include"));
    if (name == "-source") return keep(options_.sources, hosts("source"));
    if (name == "-idleiterations") {
      options_.idle_iterations = TRY(parse_int(TRY(value("idleiterations value is missing"))));
      return {};
    }
    if (name == "-runduringupgrade") {
      options_.during_upgrade = true;
      return {};
    }
    return illegal(all());
  }

  static Result<void> keep(std::set<std::string>& list, Result<std::set<std::string>> found) {
    list = TRY(std::move(found));
    return {};
  }

  Environment& environment_;
  const Arguments& arguments_;
  std::size_t at_ = 0;
  Options options_;
};

}  // namespace

Result<Options> parse_options(Environment& environment, const Arguments& arguments) {
  auto options = Parser(environment, arguments).run();
  if (!options) environment.err.line(kUsage);
  return options;
}

bool is_listed(const std::set<std::string>& list, const hdfs::DatanodeReport& node) {
  for (const std::string& name : {node.ip_address, node.host_name})
    if (list.contains(name) || list.contains(fmt::format("{}:{}", name, node.transfer_port)))
      return true;
  return false;
}

}  // namespace mammoth::cli::balancer
