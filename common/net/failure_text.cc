#include "common/net/failure_text.h"

#include <boost/system/system_error.hpp>

namespace mammoth {

std::string failure_text(const std::exception& failure) {
  const auto* const system = dynamic_cast<const boost::system::system_error*>(&failure);
  return system ? system->code().message() : failure.what();
}

}  // namespace mammoth
