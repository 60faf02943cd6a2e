// Where keys and nonces come from: injected, so that a test can foresee them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace mammoth::security {

// That many bytes. Called from any thread.
using RandomBytes = std::function<std::string(std::size_t)>;

// Bytes that nobody can foresee (OpenSSL's generator). Throws std::runtime_error when the system
// has none to give.
RandomBytes system_random();

}  // namespace mammoth::security
