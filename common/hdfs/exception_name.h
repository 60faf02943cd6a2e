// The names of Hadoop's exceptions, which its tools show.
#pragma once

#include <string_view>

#include "common/base/error.h"

namespace mammoth::hdfs {

// "FileNotFoundException": the class without its package (Java: Class::getSimpleName). A view into
// `error` or into a constant.
std::string_view exception_name(const Error& error);

}  // namespace mammoth::hdfs
