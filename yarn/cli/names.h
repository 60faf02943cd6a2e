// Names of YARN's things between text and messages, as the commands show and take them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/yarn/ids.h"

namespace hadoop::yarn {
class ResourceProto;
class ResourceUtilizationProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

std::string resource_text(const wire::ResourceProto& resource);  // <memory:1024, vCores:1>
// PMem:1 MB, VMem:2 MB, VCores:0.5
std::string utilization_text(const wire::ResourceUtilizationProto& use);

// The name of an enumeration's value without the prefix that it has on the wire.
inline std::string without_prefix(const std::string& name, std::string_view prefix) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

// 12.5 as "12.50%" is Java's "%.2f" with a percent sign; below 1 without the zero before the point.
std::string percent_text(float fraction);
// A fraction of 1 as DecimalFormat("##.##%") has it: 0%, 50%, 33.33%.
std::string progress_text(float fraction);
// In the machine's zone, as Java's SimpleDateFormat-like patterns of strftime.
std::string time_text(std::int64_t ms, const char* pattern);

}  // namespace mammoth::yarn
