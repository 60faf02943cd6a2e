#include <fmt/format.h>

#include <iterator>

#include "common/config/deprecated_keys.h"
#include "common/config/keys.h"
#include "common/config/keys/mapreduce.h"
#include "common/config/keys/nodemanager.h"
#include "common/config/keys/yarn.h"

namespace mammoth {
namespace {

constexpr std::string_view kIntroduction = R"(# Configuration keys

Printed from the table in `common/config/keys.h`; change it there. `README.md` beside this file says
where values come from and which one wins.

| written as | means |
|---|---|
| number | whole, decimal or 0x… |
| size | bytes; a suffix k, m, g, t, p or e counts in powers of 1024 |
| time | with a suffix ns, us, ms, s, m, h or d; without one it counts in the unit of the key |
| boolean | true or false |
| decimal | 0.5 |
| list | parts separated by commas |
| address | host:port, IPv6 as [::1]:port; where the key names a port, a host alone is enough |
| directories | a list of /path or file:///path, [SSD] and the like before it for the kind of disk |
| octal | permission bits such as 700 |
| umask | bits that new files do not get, 022, or the rights they keep, u=rwx,g=rx,o=rx |
)";

constexpr std::string_view kOldNamesIntroduction = R"(
## Old names

Names of earlier Hadoop versions mean the key on the right, wherever they stand.

| old name | key |
|---|---|
)";

std::string_view type_name(KeyType type) {
  switch (type) {
    case KeyType::kString:
      return "text";
    case KeyType::kInt:
      return "number";
    case KeyType::kSize:
      return "size";
    case KeyType::kDuration:
      return "time";
    case KeyType::kBool:
      return "boolean";
    case KeyType::kDouble:
      return "decimal";
    case KeyType::kList:
      return "list";
    case KeyType::kChoice:
      return "one of";
    case KeyType::kAddress:
      return "address";
    case KeyType::kDirectories:
      return "directories";
    case KeyType::kOctal:
      return "octal";
    case KeyType::kUmask:
      return "umask";
    case KeyType::kPrefix:
      return "family";
  }
  return "";
}

std::string unit_of(const ConfigKey& key) {
  if (key.unit.empty()) return "";
  if (key.type == KeyType::kAddress) return fmt::format(", port {}", key.unit);
  if (key.type == KeyType::kSize) return key.unit == "bytes" ? "" : " a second";
  if (key.type != KeyType::kDuration) return fmt::format(" of {}", key.unit);
  if (key.unit == "ms") return " in milliseconds";
  if (key.unit == "s") return " in seconds";
  return key.unit == "m" ? " in minutes" : " in hours";
}

// What may be written there, for a table cell: "time in seconds, from 1ms".
std::string form_of(const ConfigKey& key) {
  std::string form = fmt::format("{}{}", type_name(key.type), unit_of(key));
  if (key.type == KeyType::kChoice) {
    form += ' ';
    for (char letter : key.accepts) form += letter == '|' ? ", " : std::string(1, letter);
  }
  const std::size_t dots = key.accepts.find("..");
  if (dots == std::string_view::npos) return form;
  form += fmt::format(", from {}", key.accepts.substr(0, dots));
  if (const auto high = key.accepts.substr(dots + 2); !high.empty())
    form += fmt::format(" to {}", high);
  return form;
}

std::string_view heading_before(const ConfigKey* key) {
  if (key == &keys::kFsDefaultFs) return "All programs";
  if (key == &keys::kDfsNamenodeNameDir) return "NameNode";
  if (key == &keys::kDfsNamenodeSafemodeThresholdPct) return "NameNode: blocks and DataNodes";
  if (key == &keys::kDfsDatanodeDataDir) return "DataNode";
  if (key == &keys::kDfsReplication) return "Clients";
  if (key == &keys::kYarnResourcemanagerHostname) return "ResourceManager";
  if (key == &keys::kYarnNodemanagerHostname) return "NodeManager";
  if (key == &keys::kMapreduceFrameworkName) return "MapReduce";
  return "";
}

}  // namespace

std::string describe_keys_markdown() {
  std::string text(kIntroduction);
  const auto out = std::back_inserter(text);
  for (const ConfigKey* key : all_keys()) {
    if (const auto heading = heading_before(key); !heading.empty())
      fmt::format_to(out, "\n## {}\n\n| key | default | form | meaning |\n|---|---|---|---|\n",
                     heading);
    const std::string value =
        key->default_value.empty() ? "" : fmt::format("`{}`", key->default_value);
    fmt::format_to(out, "| `{}` | {} | {} | {} |\n", key->name, value, form_of(*key),
                   key->sentence);
  }
  text += kOldNamesIntroduction;
  for (const DeprecatedKey& key : deprecated_keys())
    fmt::format_to(out, "| `{}` | `{}` |\n", key.old_name, key.new_name);
  return text;
}

}  // namespace mammoth
