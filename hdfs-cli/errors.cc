#include "hdfs-cli/errors.h"

#include <fmt/format.h>

namespace mammoth::cli {

Error path_error(std::string_view path, std::string_view reason, ErrorCode code) {
  return {code, fmt::format("`{}': {}", path, reason)};
}

Error move_error(std::string_view operation, std::string_view path, std::string_view target,
                 std::string_view reason) {
  std::string message;
  if (!operation.empty()) message.append(operation).append(" ");
  message.append("`").append(path).append("'");
  if (!target.empty()) message.append(" to `").append(target).append("'");
  return {ErrorCode::kIo, message.append(": ").append(reason)};
}

Error io_error(std::string_view path) {
  return path_error(path, "Input/output error");
}

Error not_found(std::string_view path) {
  return path_error(path, "No such file or directory", ErrorCode::kFileNotFound);
}

Error not_found(std::string_view path, std::string_view qualified) {
  Error error = not_found(path);
  if (qualified != path) error.message += fmt::format(": `{}'", qualified);
  return error;
}

Error file_exists(std::string_view path) {
  return path_error(path, "File exists", ErrorCode::kFileAlreadyExists);
}

Error is_a_directory(std::string_view path) {
  return path_error(path, "Is a directory");
}

Error is_not_a_directory(std::string_view path) {
  return path_error(path, "Is not a directory");
}

Error bad_arguments(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

Error fatal_error(std::string message) {
  return {ErrorCode::kIllegalState, std::move(message)};
}

bool ends_command(const Error& error) {
  return error.code == ErrorCode::kIllegalArgument || is_fatal(error);
}

bool is_not_mounted(const Error& error) {
  return error.code == ErrorCode::kRemote &&
         error.remote_class.ends_with(".NotInMountpointException");
}

bool is_fatal(const Error& error) {
  return error.code == ErrorCode::kIllegalState || is_not_mounted(error);
}

}  // namespace mammoth::cli
