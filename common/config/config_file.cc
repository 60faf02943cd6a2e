#include "common/config/config_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace mammoth {

Result<std::string> read_config_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const int cause = errno;
    const ErrorCode code = cause == ENOENT ? ErrorCode::kFileNotFound : ErrorCode::kIo;
    return Error{code, fmt::format("{}: {}", path, std::strerror(cause))};
  }
  std::string text;
  char chunk[65536];
  while (file.read(chunk, sizeof chunk), file.gcount() > 0) {
    text.append(chunk, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxConfigFileBytes) {
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("{}: a configuration file may have {} MiB at most", path,
                               kMaxConfigFileBytes >> 20)};
    }
  }
  if (file.bad()) return Error{ErrorCode::kIo, fmt::format("{}: cannot be read", path)};
  return text;
}

}  // namespace mammoth
