// Names that keys had in earlier versions of Hadoop. An old name means the new key wherever a name
// is read, set or asked for (org.apache.hadoop.conf.Configuration.DeprecationDelta).
#pragma once

#include <span>
#include <string_view>

namespace mammoth {

struct DeprecatedKey {
  std::string_view old_name;
  std::string_view new_name;
};

// Sorted by old name.
std::span<const DeprecatedKey> deprecated_keys();

// The name in use today: `name` itself unless it is an old one.
std::string_view current_name(std::string_view name);

}  // namespace mammoth
