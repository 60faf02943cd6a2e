// Bytes from a peer or a file that break their own format. Whoever wrote them cannot be trusted
// with the next byte either, so this is a broken world and not a refusal: the session that reads
// them ends.
#pragma once

#include <stdexcept>
#include <string>

namespace mammoth {

class MalformedInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace mammoth
