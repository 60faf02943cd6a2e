// A value read by the rules of its key: type, unit, range. Refusals are kIllegalArgument and say
// what is expected, without the key's name.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/config/config_key.h"
#include "common/config/host_port.h"
#include "common/config/storage_directory.h"

namespace mammoth {

// kInt, kSize (bytes), kDuration (milliseconds), kOctal and kUmask (bits).
Result<std::int64_t> read_number(const ConfigKey& key, std::string_view text);
Result<double> read_double(const ConfigKey& key, std::string_view text);
Result<HostPort> read_address(const ConfigKey& key, std::string_view text);
Result<std::vector<StorageDirectory>> read_directories(std::string_view text);

// Any type: refuses what the reader of the type would refuse.
Result<void> check_value(const ConfigKey& key, std::string_view text);

}  // namespace mammoth
