#include "common/config/host_list.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace mammoth {

namespace {

constexpr std::size_t kLongestList = 16u << 20;

}  // namespace

std::set<std::string> parse_hosts(const std::string& text) {
  std::set<std::string> hosts;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string host; words >> host;) hosts.insert(host);
  }
  return hosts;
}

Result<std::string> read_host_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kIo, path + " (No such file or directory)"};
  std::string text(kLongestList + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kLongestList)
    return Error{ErrorCode::kIo, fmt::format("{} is longer than {} bytes", path, kLongestList)};
  return text;
}

Result<std::set<std::string>> read_hosts(const std::string& path) {
  if (path.empty()) return std::set<std::string>{};
  if (path.ends_with(".xml"))
    return Error{ErrorCode::kIo,
                 path + ": lists of hosts in XML are not read; write one host on each line"};
  return parse_hosts(TRY(read_host_file(path)));
}

}  // namespace mammoth
