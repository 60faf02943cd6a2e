// What a broken world says to people.
#pragma once

#include <exception>
#include <string>

namespace mammoth {

// The message of an exception. Of Boost's errors only the reason, "Connection refused": their
// what() also tells the place in the source.
std::string failure_text(const std::exception& failure);

}  // namespace mammoth
