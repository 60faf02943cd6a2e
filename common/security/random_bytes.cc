#include "common/security/random_bytes.h"

#include <openssl/rand.h>

#include <stdexcept>

namespace mammoth::security {

RandomBytes system_random() {
  return [](std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
      throw std::runtime_error("the system's random generator failed");
    return bytes;
  };
}

}  // namespace mammoth::security
