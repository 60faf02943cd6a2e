// `spark-executor`: runs tasks for a driver; started by drivers, workers and YARN, not by people.

#include "spark-core/submit/run.h"

int main(int argc, char** argv) {
  return mammoth::spark::spark_executor({argv + 1, argv + argc});
}
