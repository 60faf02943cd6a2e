// The tree of queues out of yarn.scheduler.capacity.<path>.*, part of parse_settings. At most
// 10,000 queues, 32 levels.
#pragma once

#include "yarn/resource_manager/scheduler/property_reader.h"
#include "yarn/resource_manager/scheduler/settings.h"

namespace mammoth::yarn {

inline const std::string kCapacityPrefix = "yarn.scheduler.capacity.";

Result<QueueSettings> parse_queues(PropertyReader& reader);

}  // namespace mammoth::yarn
