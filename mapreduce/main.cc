// `mapred`: runs jobs (client/run_mapred.h).

#include <csignal>

#include "mapreduce/client/run_mapred.h"
#include "mapreduce/streaming/stream_job.h"

int main(int argc, char** argv) {
  using namespace mammoth::mapreduce;
  // A reader that leaves a pipe is noticed by the write that fails.
  std::signal(SIGPIPE, SIG_IGN);
  return runMapred({argv + 1, argv + argc}, &streaming::runStreamJob);
}
