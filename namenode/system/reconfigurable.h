// The NameNode's settings that can change while it runs (Hadoop: NameNode.reconfigurableProperties,
// of which those of parts that are not here are left out).
#pragma once

#include <vector>

#include "common/config/reconfiguration.h"

namespace mammoth::namenode {

class Namesystem;

// In the order of their names, as Apache's lists them; `system` must outlive them. A new value holds
// from the next use on: deletions and copies that were ordered stay ordered.
std::vector<Reconfiguration::Property> reconfigurable_properties(Namesystem& system);

}  // namespace mammoth::namenode
