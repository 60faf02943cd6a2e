// What the API throws: a failure with the Java class that Hadoop's users know it by. Anything else
// a user's code throws fails its task in the same way, with what() as the message.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace mammoth::mapreduce {

class Exception : public std::runtime_error {
 public:
  Exception(std::string java_class, const std::string& message)
      : std::runtime_error(message), java_class_(std::move(java_class)) {}
  const std::string& javaClass() const { return java_class_; }

 private:
  std::string java_class_;
};

class IOException : public Exception {
 public:
  explicit IOException(const std::string& message) : Exception("java.io.IOException", message) {}
};

class IllegalArgumentException : public Exception {
 public:
  explicit IllegalArgumentException(const std::string& message)
      : Exception("java.lang.IllegalArgumentException", message) {}
};

class UnsupportedOperationException : public Exception {
 public:
  explicit UnsupportedOperationException(const std::string& message)
      : Exception("java.lang.UnsupportedOperationException", message) {}
};

}  // namespace mammoth::mapreduce
