// Configuration: the properties of a job (Hadoop: org.apache.hadoop.conf.Configuration): those of
// the *-site.xml files below HADOOP_CONF_DIR, and on top of them what the program and its command
// line set. Values may refer to others (${name}). A value type; const members are thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mammoth {
class Configuration;
}

namespace mammoth::mapreduce {

class Configuration {
 public:
  // Reads the files; throws Exception where one is malformed.
  Configuration();
  explicit Configuration(const mammoth::Configuration& other);
  Configuration(const Configuration& other);
  Configuration& operator=(const Configuration& other);
  ~Configuration();

  std::optional<std::string> get(std::string_view name) const;
  std::string get(std::string_view name, std::string_view otherwise) const;
  // A value that is no number (or neither true nor false) throws, as in Hadoop; of booleans it is
  // `otherwise`.
  int getInt(std::string_view name, int otherwise) const;
  std::int64_t getLong(std::string_view name, std::int64_t otherwise) const;
  std::int64_t getLongBytes(std::string_view name, std::int64_t otherwise) const;  // 64k, 1g
  float getFloat(std::string_view name, float otherwise) const;
  double getDouble(std::string_view name, double otherwise) const;
  bool getBoolean(std::string_view name, bool otherwise) const;
  std::vector<std::string> getStrings(std::string_view name) const;  // between commas, trimmed

  void set(std::string_view name, std::string value);
  void setIfUnset(std::string_view name, std::string value);
  void setInt(std::string_view name, int value);
  void setLong(std::string_view name, std::int64_t value);
  void setFloat(std::string_view name, float value);
  void setDouble(std::string_view name, double value);
  void setBoolean(std::string_view name, bool value);
  void setStrings(std::string_view name, const std::vector<std::string>& values);
  void addResource(const std::string& file);  // an XML file, as -conf

  // Everything that is set or has a default, by name.
  std::vector<std::pair<std::string, std::string>> entries() const;

  // The engine's view.
  mammoth::Configuration& properties() { return *properties_; }
  const mammoth::Configuration& properties() const { return *properties_; }

 private:
  std::unique_ptr<mammoth::Configuration> properties_;
};

}  // namespace mammoth::mapreduce
