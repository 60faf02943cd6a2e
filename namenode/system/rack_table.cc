#include "namenode/system/rack_table.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <memory>
#include <sstream>

namespace mammoth::namenode {

Result<RackResolver> read_rack_table(const std::string& file_name) {
  if (file_name.empty()) return RackResolver([](const std::string&) { return std::string(); });
  std::ifstream file(file_name);
  if (!file) return Error{ErrorCode::kIo, "cannot read the rack table " + file_name};
  auto racks = std::make_shared<std::map<std::string, std::string>>();
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string host;
    std::string rack;
    std::string rest;
    if (!(words >> host)) continue;
    if (!(words >> rack) || words >> rest || !rack.starts_with('/'))
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{}:{}: expected a host and its /rack", file_name, number)};
    (*racks)[host] = rack;
  }
  return RackResolver([racks](const std::string& host) {
    const auto found = racks->find(host);
    return found == racks->end() ? std::string() : found->second;
  });
}

}  // namespace mammoth::namenode
