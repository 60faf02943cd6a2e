#include "common/formats/writable_text.h"
#include "spark-core/plan/task_output.h"

namespace mammoth::spark {

void print_number(std::string& line, double value, bool single) {
  line += single ? formats::java_text(static_cast<float>(value)) : formats::java_text(value);
}

}  // namespace mammoth::spark
