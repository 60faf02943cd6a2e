// The one table between refusals and the Java exceptions that clients decide by.
#pragma once

#include <string>
#include <string_view>

#include "common/base/error.h"

namespace mammoth::rpc {

// The full Java class name; for kRemote the class that `error` brought along.
std::string_view java_class_of(const Error& error);

// What a server's answer means here. A class outside the table becomes kRemote with its name.
// Hadoop's message ends with a Java stack trace ("\n\tat …"), which is cut off.
Error error_from_java(std::string_view java_class, std::string_view message);

}  // namespace mammoth::rpc
