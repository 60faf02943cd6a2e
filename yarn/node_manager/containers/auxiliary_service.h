// A service beside the containers of a node that applications use, such as MapReduce's shuffle
// (Hadoop: AuxiliaryService). Named in yarn.nodemanager.aux-services.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::yarn::node {

// Thread-safe.
class AuxiliaryService {
 public:
  virtual ~AuxiliaryService() = default;
  virtual std::string name() const = 0;
  // Bytes that whoever starts containers is told, for instance a port.
  virtual std::string metadata() const = 0;
  // `data` is what the application's master has for this service; again with every container.
  virtual Result<void> begin_application(const std::string& application, const std::string& user,
                                         std::string_view data) = 0;
  virtual void end_application(const std::string& application) = 0;
};

}  // namespace mammoth::yarn::node
