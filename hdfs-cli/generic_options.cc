#include "hdfs-cli/generic_options.h"

#include <algorithm>
#include <array>

#include "common/config/keys.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/file_systems.h"

namespace mammoth::cli {

namespace {

constexpr std::array<std::string_view, 8> kNames{"fs",    "jt",      "conf",     "D",
                                                 "files", "libjars", "archives", "tokenCacheFile"};

// As Apache Commons CLI prints it for these options.
constexpr std::string_view kGenericOptionsHelp =
    "usage: general options are:\n"
    " -archives <paths>                     comma separated archives to be\n"
    "                                       unarchived on the compute machines.\n"
    " -conf <configuration file>            specify an application\n"
    "                                       configuration file\n"
    " -D <property=value>                   use value for given property\n"
    " -files <paths>                        comma separated files to be copied\n"
    "                                       to the map reduce cluster\n"
    " -fs <file:///|hdfs://namenode:port>   specify default filesystem URL to\n"
    "                                       use, overrides 'fs.defaultFS'\n"
    "                                       property from configurations.\n"
    " -jt <local|resourcemanager:port>      specify a ResourceManager\n"
    " -libjars <paths>                      comma separated jar files to\n"
    "                                       include in the classpath.\n"
    " -tokenCacheFile <tokensFile>          name of the file with the tokens\n";

bool is_option(std::string_view name) {
  return std::ranges::find(kNames, name) != kNames.end();
}

struct Option {
  std::string name;
  std::optional<std::string> value{};  // when it stands in the same argument
};

// Nothing: the argument is no generic option.
std::optional<Option> parse_option(const std::string& argument) {
  if (!argument.starts_with('-') || argument == "-" || argument == "--") return std::nullopt;
  const std::string name = argument.substr(argument.starts_with("--") ? 2 : 1);
  if (is_option(name)) return Option{name};
  if (const std::size_t equals = name.find('='); equals != std::string::npos)
    if (is_option(name.substr(0, equals)))
      return Option{name.substr(0, equals), name.substr(equals + 1)};
  if (argument.starts_with("-D")) return Option{"D", argument.substr(2)};
  return std::nullopt;
}

std::string without_quotes(const std::string& value) {
  const bool quoted = value.size() > 1 && value.front() == '"' && value.back() == '"' &&
                      value.find('"', 1) == value.size() - 1;
  return quoted ? value.substr(1, value.size() - 2) : value;
}

Result<std::vector<Option>> take_options(Arguments& arguments) {
  std::vector<Option> options;
  auto at = arguments.begin();
  while (at != arguments.end()) {
    std::optional<Option> option = parse_option(*at);
    if (!option) break;
    ++at;
    if (!option->value) {
      if (at == arguments.end() || (at->starts_with('-') && parse_option(*at)))
        return bad_arguments("Missing argument for option: " + option->name);
      option->value = *at++;
    }
    option->value = without_quotes(*option->value);
    options.push_back(std::move(*option));
  }
  arguments.erase(arguments.begin(), at);
  return options;
}

// In this order, whatever the order on the command line: -fs, -jt, -conf, -D.
Result<void> apply(Environment& environment, const std::vector<Option>& options) {
  Configuration& configuration = environment.configuration;
  const auto each = [&](std::string_view name, auto use) -> Result<void> {
    for (const Option& option : options)
      if (option.name == name) TRY(use(*option.value));
    return {};
  };
  TRY(each("conf", [&](const std::string& path) {
    return path.ends_with(".yaml") || path.ends_with(".yml") ? configuration.add_yaml_file(path)
                                                             : configuration.add_xml_file(path);
  }));
  const auto uri = std::ranges::find(options, "fs", &Option::name);
  if (uri != options.end()) configuration.set(keys::kFsDefaultFs.name, *uri->value);
  TRY(each("jt", [&](const std::string& address) -> Result<void> {
    configuration.set("yarn.resourcemanager.address", address, "from -jt command line option");
    return {};
  }));
  return each("D", [&](const std::string& property) -> Result<void> {
    if (const std::size_t equals = property.find('='); equals != std::string::npos)
      configuration.set(property.substr(0, equals), property.substr(equals + 1));
    return {};
  });
}

}  // namespace

Result<void> parse_generic_options(Environment& environment, Arguments& arguments) {
  const auto options = take_options(arguments);
  if (!options) {
    log_line(environment, log::Level::kWarn, "util.GenericOptionsParser",
             "options parsing failed: " + options.error().message);
    environment.out.write(kGenericOptionsHelp);
    arguments.clear();
    return {};
  }
  TRY(apply(environment, *options));
  return environment.configuration.validate();
}

}  // namespace mammoth::cli
