// The programs of libmapreduce-test-jobs.so, as `mapred jar` calls them: argv as of main().
#pragma once

#include "mapreduce/api/mapreduce.h"

namespace mammoth::mapreduce::test_jobs {

int multiple_inputs(int argc, char** argv);   // LINES PAIRS OUT
int multiple_outputs(int argc, char** argv);  // IN OUT
int fixed_length(int argc, char** argv);      // IN OUT
int chain(int argc, char** argv);             // IN OUT

// IN OUT: whose mapper goes wrong.
int throwing(int argc, char** argv);
int crashing(int argc, char** argv);
int hanging(int argc, char** argv);
// IN OUT: whose commit waits, in -Dtest.folder=DIRECTORY, for the file "go", and leaves "commits".
int slow_commit(int argc, char** argv);

}  // namespace mammoth::mapreduce::test_jobs
