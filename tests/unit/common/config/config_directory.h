// A configuration directory of a test's own, removed at its end.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mammoth {

class ConfigDirectory {
 public:
  ConfigDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "config_test_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~ConfigDirectory() { std::filesystem::remove_all(path_); }
  ConfigDirectory(const ConfigDirectory&) = delete;
  ConfigDirectory& operator=(const ConfigDirectory&) = delete;

  std::string path() const { return path_.string(); }

  // Returns the file's path.
  std::string write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

  // A Hadoop file around some <property> elements.
  std::string write_xml(std::string_view name, std::string_view properties) const {
    return write(name, "<configuration>\n" + std::string(properties) + "\n</configuration>\n");
  }

 private:
  std::filesystem::path path_;
};

inline std::string property(const std::string& name, const std::string& value,
                            const std::string& more = "") {
  return "<property><name>" + name + "</name><value>" + value + "</value>" + more + "</property>\n";
}

}  // namespace mammoth
