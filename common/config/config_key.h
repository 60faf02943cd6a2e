// One configuration key: its name as in Hadoop's XML files, what its value looks like, its default.
#pragma once

#include <cstdint>
#include <string_view>

namespace mammoth {

// How a value is written and read (key_value.h). Spaces around a value never matter.
enum class KeyType : std::uint8_t {
  kString,
  kInt,       // whole number of Java's int, decimal or 0x…
  kSize,      // bytes: whole number with an optional suffix k m g t p e (powers of 1024, any case)
  kDuration,  // number with an optional suffix ns us ms s m h d; bare numbers count in `unit`
  kBool,      // true or false, any case
  kDouble,    // decimal number; Java's f and d suffixes are accepted
  kList,      // separated by commas or line ends; empty parts are dropped
  kChoice,    // one of `accepts`, exactly as written there
  kAddress,   // host:port (host_port.h); `unit` is the port of a bare host, if that is allowed
  kDirectories,  // a list of local directories (storage_directory.h)
  kOctal,        // permission bits such as 700
  kUmask,        // bits to take away, octal (022) or the rights that stay (u=rwx,g=rx,o=rx)
  kPrefix,       // not a key but a family of keys; `name` ends in ".*"
};

struct ConfigKey {
  std::string_view name;
  KeyType type;
  std::string_view unit;           // of a bare number; a duration's is one of ns us ms s m h d
  std::string_view default_value;  // as it would be written in a file; may hold ${…}
  std::string_view sentence;       // what it does, for the reference
  // What is allowed beyond the type. Numbers: "low..high" or "low..", written like values. Choices:
  // "A|B". An empty value is allowed where the default is empty.
  std::string_view accepts{};
};

}  // namespace mammoth
