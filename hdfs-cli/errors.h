// The messages of the shell's own refusals (Hadoop: PathIOException and its subclasses), and which
// errors end a command at once.
#pragma once

#include <string>
#include <string_view>

#include "common/base/error.h"

namespace mammoth::cli {

// "`path': reason", the form of all messages about one path.
Error path_error(std::string_view path, std::string_view reason, ErrorCode code = ErrorCode::kIo);
// "operation `path' to `target': reason"; an empty `operation` or `target` is left out.
Error move_error(std::string_view operation, std::string_view path, std::string_view target,
                 std::string_view reason = "Input/output error");

Error io_error(std::string_view path);  // "`path': Input/output error"
Error not_found(std::string_view path);
// Adds the path as the file system sees it, which tells where a relative path was looked for.
Error not_found(std::string_view path, std::string_view qualified);
Error file_exists(std::string_view path);
Error is_a_directory(std::string_view path);
Error is_not_a_directory(std::string_view path);

// The arguments make no sense: the command ends, and its usage is shown (Java:
// IllegalArgumentException).
Error bad_arguments(std::string message);
// The command ends with "Fatal internal error" and `message` (Java: any other RuntimeException).
// `message` begins with the Java class name, as the shell of Hadoop shows it.
Error fatal_error(std::string message);

// Whether an error ends the whole command instead of being reported before the next path.
bool ends_command(const Error& error);
bool is_fatal(const Error& error);
// A view's refusal of its own directories, which Hadoop's shell takes for a broken program.
bool is_not_mounted(const Error& error);

}  // namespace mammoth::cli
