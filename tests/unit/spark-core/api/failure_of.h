// What a job that fails says.
#pragma once

#include <string>

#include "spark-core/api/spark.h"

namespace mammoth::spark {

template <class F>
std::string failure_of(const F& run) {
  try {
    run();
  } catch (const SparkException& failure) {
    return failure.what();
  }
  return "it succeeded";
}

}  // namespace mammoth::spark
