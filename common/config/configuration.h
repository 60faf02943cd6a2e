// The configuration of a program: Hadoop's *-site.xml files, mammoth.yaml and -D settings, read
// with the rules of org.apache.hadoop.conf.Configuration.
//
// Precedence, weakest first: the table's default (keys.h), core-site.xml, hdfs-site.xml,
// mapred-site.xml, yarn-site.xml, mammoth.yaml, files added later in their order, set(). A file
// cannot change a key that an earlier file marked <final>; set() can, as in Hadoop, and wins over
// files added after it too. Old key names (deprecated_keys.h) stand for their new ones everywhere.
//
// Values may refer to others: ${some.key}, ${env.NAME}, ${env.NAME:-default} (when unset or empty),
// ${env.NAME-default} (when unset), and Java's ${user.name}, ${user.home}, ${user.dir} and
// ${java.io.tmpdir}, which no key can shadow. A reference to nothing stays as it is written, and so
// does a value that refers directly to itself; 20 or more replacements in one value are an error.
//
// Files are looked through as they are added, values when validate() is called; after it has
// succeeded the getters cannot fail. Files are limited to 16 MiB. XML with a document type (and so
// with entities of its own) and XInclude are refused, and so are YAML's anchors and aliases.
//
// A value type: a copy is independent. Const members are safe to call from several threads; they
// read the environment, which nobody may change meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/config/config_key.h"
#include "common/config/host_port.h"
#include "common/config/storage_directory.h"

namespace mammoth {

struct ConfigFileEntry;

class Configuration {
 public:
  // Nothing but defaults.
  Configuration() = default;

  // Reads those of the files named above that `directory` holds. An empty name stands for the
  // environment's HADOOP_CONF_DIR, and without that for no files at all. A directory that does not
  // exist is refused: a typing error must not start a cluster on defaults.
  static Result<Configuration> load(const std::string& directory);

  // For -conf FILE. Refused with file and line, in which case nothing of the file is taken over:
  // files that cannot be read, are too long or malformed.
  Result<void> add_xml_file(const std::string& path);
  Result<void> add_yaml_file(const std::string& path);

  // For -D name=value and for programs. `source` is what source() reports.
  void set(std::string_view name, std::string value, std::string_view source = "from command line");

  // Checks the value of every key: numbers, sizes, durations, booleans, ranges, references. The
  // error lists all that is wrong, a line each: file and line, key, value and what is expected.
  // Keys outside the table are left alone (others' files hold many), but an unknown key that starts
  // with "mammoth." is refused as a misspelling.
  Result<void> validate() const;

  // The value with its references replaced, else the table's default, else nothing.
  std::optional<std::string> find(std::string_view name) const;
  // Whether somebody gave a value, even the same as the default.
  bool is_set(const ConfigKey& key) const;
  // Where the value comes from: a path, set()'s source, or "default". Empty for unknown keys.
  std::string source(std::string_view name) const;

  // These throw ErrorException (kIllegalArgument) where validate() refuses, and stop the program
  // when the key's type does not fit the getter.
  std::string get(const ConfigKey& key) const;        // any type; spaces around it removed
  std::int64_t get_int(const ConfigKey& key) const;   // kInt, kOctal and kUmask (the bits)
  std::int64_t get_size(const ConfigKey& key) const;  // bytes
  std::chrono::milliseconds get_duration(const ConfigKey& key) const;  // fractions of 1 ms are cut
  bool get_bool(const ConfigKey& key) const;
  double get_double(const ConfigKey& key) const;
  std::vector<std::string> get_list(const ConfigKey& key) const;    // kList, kDirectories
  std::optional<HostPort> get_address(const ConfigKey& key) const;  // nothing where empty
  std::vector<StorageDirectory> get_directories(const ConfigKey& key) const;

  // Every key of the table and every other that somebody set, with its value, sorted by name.
  std::vector<std::pair<std::string, std::string>> entries() const;
  // The keys that somebody set below `prefix`, the prefix cut off: ("hadoop.proxyuser.").
  std::vector<std::pair<std::string, std::string>> entries_below(std::string_view prefix) const;

 private:
  enum class Format { kXml, kYaml };
  struct Setting {
    std::string value;  // as written
    std::string source;
    int line = 0;  // in `source`; 0 if that is not a file
  };

  Result<void> add_file_if_there(const std::string& path, Format format);
  void merge(const std::string& path, std::vector<ConfigFileEntry> entries);
  std::optional<std::string_view> written(std::string_view name) const;
  Result<std::string> substitute(std::string_view expression) const;
  Result<std::string> resolve(const ConfigKey& key) const;
  Error explain(std::string_view name, const Error& refusal) const;
  template <class Read>
  auto read(const ConfigKey& key, Read reader) const;

  std::map<std::string, Setting, std::less<>> settings_;
  std::set<std::string> closed_;  // keys that files cannot change: final, or given by set()
};

}  // namespace mammoth
