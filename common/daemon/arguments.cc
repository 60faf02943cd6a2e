#include "common/daemon/arguments.h"

namespace mammoth {

Result<bool> DaemonArguments::take(const std::vector<std::string>& words, std::size_t& position) {
  const std::string& word = words[position];
  const bool has_next = position + 1 < words.size();
  if (word == "-conf" && has_next)
    files_.push_back(words[++position]);
  else if (word == "-D" && has_next)
    TRY(add_setting(words[++position]));
  else if (word.starts_with("-D") && word.size() > 2)
    TRY(add_setting(std::string_view(word).substr(2)));
  else
    return false;
  return true;
}

Result<void> DaemonArguments::add_setting(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos)
    return Error{ErrorCode::kIllegalArgument, "-D expects key=value, not " + std::string(text)};
  settings_.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return {};
}

Result<Configuration> DaemonArguments::read() const {
  Configuration configuration = TRY(Configuration::load({}));
  for (const std::string& file : files_) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    TRY(yaml ? configuration.add_yaml_file(file) : configuration.add_xml_file(file));
  }
  for (const auto& [key, value] : settings_) configuration.set(key, value);
  return configuration;
}

Result<Configuration> DaemonArguments::load() const {
  Configuration configuration = TRY(read());
  TRY(configuration.validate());
  return configuration;
}

}  // namespace mammoth
