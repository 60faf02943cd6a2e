#include "spark-core/plan/stream.h"

namespace mammoth::spark {

Stream::~Stream() = default;

}  // namespace mammoth::spark
