// The way up: acks from the mirror, with this node's own in front, go upstream.
//
// When the mirror breaks, upstream is told once, [SUCCESS, ERROR], and then left to take the pipeline
// down; when the mirror says that what it got was corrupt, this node is the one to go, because the mirror
// verified and it did not.
#pragma once

#include "datanode/transfer/pipeline/pipeline.h"

namespace mammoth::datanode {

// Ends when the last packet is acknowledged, or when upstream has been told of a broken mirror. Throws
// boost::system::system_error when upstream breaks, ErrorException when the mirror must not be believed.
Task<> relay_acks(Pipeline& pipeline);

}  // namespace mammoth::datanode
