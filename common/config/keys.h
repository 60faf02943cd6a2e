// Every key that a program of this tree reads, in one table. A key that is not here does not exist:
// programs ask the Configuration with these constants, and conf/KEYS.md is printed from them.
//
// A constant is named k and the key's name in CamelCase. Names and defaults are those of Apache
// Hadoop 3.4; where a default differs the sentence says so: all listeners stay on the loopback
// address until somebody chooses another. Keys of our own begin with "mammoth.".
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "common/config/config_key.h"
#include "common/config/keys/blocks.h"
#include "common/config/keys/client.h"
#include "common/config/keys/datanode.h"
#include "common/config/keys/namenode.h"
#include "common/config/keys/namenode_features.h"
#include "common/config/keys/shared.h"

namespace mammoth {

// In the order of the reference: shared, NameNode, its blocks, DataNode, client.
std::span<const ConfigKey* const> all_keys();

// By exact, current name; nullptr for others. Families ("hadoop.proxyuser.*") are not found.
const ConfigKey* find_key(std::string_view name);

// The reference of all keys and of the old names that are understood; the text of conf/KEYS.md.
std::string describe_keys_markdown();

}  // namespace mammoth
