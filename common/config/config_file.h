// Configuration files as lists of entries, in the order of the file; what entries mean together is
// the Configuration's matter. The readers are pure functions over text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace mammoth {

struct ConfigFileEntry {
  std::string name;
  std::optional<std::string> value;  // nothing: the entry only makes the key final, or is idle
  int line = 0;                      // where the entry begins, from 1
  bool is_final = false;
};

inline constexpr std::size_t kMaxConfigFileBytes = 16 << 20;

// The whole text of a file. Refused: what cannot be read, and more than kMaxConfigFileBytes.
Result<std::string> read_config_file(const std::string& path);

// Hadoop's format:
//
//   <configuration>
//     <property> <name>N</name> <value>V</value> <final>true</final> </property>
//     <property name="N" value="V" final="true"/>
//   </configuration>
//
// Other elements are passed over, and an empty <value> is the same as none; both as in Hadoop.
// `path` is for messages, which give it and the line. Refused (kIllegalArgument): malformed XML,
// another root element, a property without a name, a <final> that is neither true nor false,
// XInclude, and any document type, since only those can define entities.
Result<std::vector<ConfigFileEntry>> parse_config_xml(std::string_view text,
                                                      const std::string& path);

// Maps, whose keys joined by dots are the names; flat and nested may be mixed:
//
//   fs.defaultFS: hdfs://localhost:8020
//   dfs:
//     replication: 1
//     datanode.data.dir: [/disk1, /disk2]     # as "/disk1,/disk2"
//
// A key without a value sets nothing. Refused (kIllegalArgument): malformed YAML, a root that is
// not a map, a second document, a name written twice, anchors and aliases, maps inside lists, more
// than 16 levels.
Result<std::vector<ConfigFileEntry>> parse_config_yaml(std::string_view text,
                                                       const std::string& path);

}  // namespace mammoth
