// A reduce's copying phase: asks the master which outputs there are, fetches them with some threads
// and tells the master what cannot be got (Hadoop: Shuffle, EventFetcher).
#pragma once

#include <string>
#include <vector>

#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/segments.h"
#include "mapreduce/umbilical/umbilical_client.h"

namespace mammoth::mapreduce::runner {

// Blocks until every map's segment is in a file of `directory`. Progress of `context` goes to a
// third. Throws IOException where it cannot be, or where the attempt is not wanted any more.
std::vector<engine::Segment> shuffle(umbilical::UmbilicalClient& master,
                                     TaskAttemptContext& context, int maps,
                                     const std::string& secret, const std::string& directory);

}  // namespace mammoth::mapreduce::runner
