// Racks of hosts from a file (Hadoop: TableMapping, net.topology.table.file.name): a host and its
// rack on each line, # begins a comment.
#pragma once

#include <string>

#include "common/base/result.h"
#include "namenode/blocks/topology.h"

namespace mammoth::namenode {

// Hosts that the file does not name are in kDefaultRack; an empty file name puts all there. kIo
// when the file cannot be read, kIllegalArgument for a line of another shape.
Result<RackResolver> read_rack_table(const std::string& file_name);

}  // namespace mammoth::namenode
