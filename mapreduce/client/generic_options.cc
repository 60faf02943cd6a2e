#include "mapreduce/api/generic_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "mapreduce/api/exceptions.h"
#include "mapreduce/api/files.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::array<std::string_view, 8> kNames{"fs",    "jt",      "conf",     "D",
                                                 "files", "libjars", "archives", "tokenCacheFile"};

struct Option {
  std::string name;
  std::string value;
};

std::string qualified_list(const Configuration& configuration, const std::string& list) {
  std::string out;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    const std::string item = list.substr(begin, end - begin);
    begin = end + 1;
    if (item.empty()) continue;
    const std::size_t fragment = std::min(item.find('#'), item.size());
    std::string path = item.substr(0, fragment);
    // Without a scheme it is a file here, whatever the default file system.
    if (path.find(':') == std::string::npos)
      path = "file://" + std::filesystem::absolute(path).lexically_normal().string();
    if (!engine::Files(configuration).exists(path))
      throw Exception("java.io.FileNotFoundException",
                      fmt::format("File {} does not exist.", path));
    out += (out.empty() ? "" : ",") + path + item.substr(fragment);
  }
  return out;
}

void apply(Configuration& configuration, const Option& option) {
  if (option.name == "conf") configuration.addResource(option.value);
  if (option.name == "fs") configuration.set("fs.defaultFS", option.value);
  if (option.name == "jt") configuration.set("yarn.resourcemanager.address", option.value);
  if (option.name == "D")
    if (const std::size_t equals = option.value.find('='); equals != std::string::npos)
      configuration.set(option.value.substr(0, equals), option.value.substr(equals + 1));
}

}  // namespace

GenericOptionsParser::GenericOptionsParser(Configuration& configuration, int argc, char** argv) {
  std::vector<std::string> arguments(argv + std::min(1, argc), argv + argc);
  std::vector<Option> options;
  std::size_t at = 0;
  for (; at < arguments.size(); ++at) {
    const std::string& argument = arguments[at];
    if (!argument.starts_with('-') || argument == "-" || argument == "--") break;
    const std::string name = argument.substr(argument.starts_with("--") ? 2 : 1);
    const std::size_t equals = name.find('=');
    if (std::ranges::find(kNames, name) != kNames.end()) {
      if (at + 1 == arguments.size())
        throw IllegalArgumentException("Missing argument for option: " + name);
      options.push_back({name, arguments[++at]});
    } else if (equals != std::string::npos &&
               std::ranges::find(kNames, name.substr(0, equals)) != kNames.end()) {
      options.push_back({name.substr(0, equals), name.substr(equals + 1)});
    } else if (argument.starts_with("-D")) {
      options.push_back({"D", argument.substr(2)});
    } else {
      break;
    }
  }
  for (const char* name : {"fs", "jt", "conf", "D"})
    for (const Option& option : options)
      if (option.name == name) apply(configuration, option);
  for (const Option& option : options) {
    if (option.name == "files")
      configuration.set("tmpfiles", qualified_list(configuration, option.value));
    if (option.name == "libjars")
      configuration.set("tmpjars", qualified_list(configuration, option.value));
    if (option.name == "archives")
      throw UnsupportedOperationException("-archives is not supported yet");
  }
  remaining_.assign(arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
}

int ToolRunner::run(Tool& tool, int argc, char** argv) {
  const GenericOptionsParser parser(tool.getConf(), argc, argv);
  return tool.run(parser.getRemainingArgs());
}

void ToolRunner::printGenericCommandUsage() {
  std::fputs(
      "Generic options supported are:\n"
      "-conf <configuration file>        specify an application configuration file\n"
      "-D <property=value>               define a value for a given property\n"
      "-fs <file:///|hdfs://namenode:port> specify default filesystem URL to use, overrides "
      "'fs.defaultFS' property from configurations.\n"
      "-jt <local|resourcemanager:port>  specify a ResourceManager\n"
      "-files <file1,...>                specify a comma-separated list of files to be copied to "
      "the map reduce cluster\n"
      "-libjars <jar1,...>               specify a comma-separated list of jar files to be "
      "included in the classpath\n"
      "-archives <archive1,...>          specify a comma-separated list of archives to be "
      "unarchived on the compute machines\n\n"
      "The general command line syntax is:\ncommand [genericOptions] [commandOptions]\n\n",
      stdout);
  std::fflush(stdout);
}

}  // namespace mammoth::mapreduce
