// What a job does with the elements of each partition: a kernel that turns the stream into the
// bytes of a result, and the function it calls.
#pragma once

#include "spark-core/plan/node.h"

namespace mammoth::spark {

using ActionKernel = void (*)(const void* function, TaskContext& context, Stream& elements,
                              Writer& result);
struct Action {
  ActionKernel kernel = nullptr;
  Closure function{};
};

}  // namespace mammoth::spark
