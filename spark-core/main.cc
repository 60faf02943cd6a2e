// `spark-submit`: runs a job library on a master.

#include <csignal>

#include "spark-core/submit/run.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return mammoth::spark::spark_submit({argv + 1, argv + argc});
}
