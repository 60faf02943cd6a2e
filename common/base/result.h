// Result<T>: a value or an Error. TRY and CO_TRY unwrap one or return its error from the enclosing
// function or coroutine; they are the only macros of the tree that change control flow.
//
//   Result<Inode> find(...);
//   Result<void> touch(...) {
//     Inode inode = TRY(find(path));
//     ...
//     return {};
//   }
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <utility>

#include "common/base/error.h"

namespace mammoth {

template <class T = void>
using Result = boost::system::result<T, Error>;

// An Error as an exception, for the border where a refusal becomes a broken world.
class ErrorException : public std::runtime_error {
 public:
  explicit ErrorException(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

// Found by boost::system::result::value() through argument-dependent lookup.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw ErrorException(error);
}

template <class T>
T unwrap_result(Result<T>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace mammoth

#define TRY(expression)                                           \
  ({                                                              \
    auto try_result = (expression);                               \
    if (!try_result) return std::move(try_result).error();        \
    ::mammoth::unwrap_result(std::move(try_result));              \
  })

#define CO_TRY(expression)                                        \
  ({                                                              \
    auto try_result = (expression);                               \
    if (!try_result) co_return std::move(try_result).error();     \
    ::mammoth::unwrap_result(std::move(try_result));              \
  })
