// Where the standard output or error of a process of the worker's stays.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <system_error>

namespace mammoth::spark::deploy {

// Appends to a file, for as long as it lives.
class OutputFile {
 public:
  explicit OutputFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), path);
  }
  ~OutputFile() { ::close(descriptor_); }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  int descriptor() const { return descriptor_; }
  void write(std::string_view text) const {
    static_cast<void>(!::write(descriptor_, text.data(), text.size()));
  }

 private:
  int descriptor_;
};

}  // namespace mammoth::spark::deploy
