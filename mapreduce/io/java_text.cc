#include "common/formats/writable_text.h"
#include "mapreduce/io/number_writables.h"

namespace mammoth::mapreduce {

void appendJavaText(double value, std::string& out) {
  out += formats::java_text(value);
}
void appendJavaText(float value, std::string& out) {
  out += formats::java_text(value);
}

}  // namespace mammoth::mapreduce
