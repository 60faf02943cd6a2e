// `hadoop daemonlog` (Hadoop: LogLevel.CLI): asks a daemon's web server for the level of a logger,
// or sets it.
#include <fmt/format.h>

#include <algorithm>

#include "common/http/get.h"
#include "hdfs-cli/tools/java_names.h"
#include "hdfs-cli/tools/namenode_web.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

constexpr int kDaemonlogFailed = 255;
constexpr std::string_view kMark = "<!-- OUTPUT -->";
constexpr std::string_view kDaemonlogUsage =
    "Usage: Command options are:\n"
    "\t[-getlevel <host:port> <classname> [-protocol (http|https)]\n"
    "\t[-setlevel <host:port> <classname> <level> [-protocol (http|https)]\n";

int refuse_daemonlog(Environment& environment, std::string_view why) {
  if (!why.empty()) environment.err.line(why);
  environment.err.write(kDaemonlogUsage);
  return kDaemonlogFailed;
}

// The text of the lines that the page marks as its answer.
void print_answer(Environment& environment, const std::string& page) {
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = std::min(page.find('\n', begin), page.size());
    const std::string line = page.substr(begin, end - begin);
    begin = end + 1;
    if (line.find(kMark) == std::string::npos) continue;
    std::string text;
    bool tag = false;
    for (const char c : line.substr(line.find(kMark) + kMark.size())) {
      if (c == '<') tag = true;
      if (!tag) text += c;
      if (c == '>') tag = false;
    }
    environment.out.line(text);
  }
}

}  // namespace

int run_daemonlog(Environment& environment, const Arguments& given) {
  Arguments arguments = given;
  if (const auto protocol = pop_option_with_argument("-protocol", arguments);
      protocol && *protocol && **protocol != "http")
    return refuse_daemonlog(environment, fmt::format("Invalid protocol: {}", **protocol));
  const bool get = !arguments.empty() && arguments[0] == "-getlevel" && arguments.size() == 3;
  const bool set = !arguments.empty() && arguments[0] == "-setlevel" && arguments.size() == 4;
  if (!get && !set) return refuse_daemonlog(environment, arguments.empty() ? "No arguments specified" : "");
  const auto server = parse_host_port(arguments[1]);
  if (!server) return refuse_daemonlog(environment, server.error().message);
  std::string target = "/logLevel?log=" + form_encoded(arguments[2]);
  if (set) target += "&level=" + form_encoded(arguments[3]);
  environment.out.line(fmt::format("Connecting to http://{}{}", arguments[1], target));
  std::string page;
  const auto status = http::get(*server, target, {}, [&](std::string_view piece) {
    if (page.size() < (1U << 20)) page += piece;
  });
  if (!status || *status != 200) {
    environment.err.line(status ? fmt::format("Server returned HTTP response code: {} for URL: "
                                              "http://{}{}",
                                              *status, arguments[1], target)
                                : java_text(status.error()));
    return kDaemonlogFailed;
  }
  print_answer(environment, page);
  return 0;
}

}  // namespace mammoth::cli
