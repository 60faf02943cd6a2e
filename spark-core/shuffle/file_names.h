// The names of a map output's three files (map_output.h).
#pragma once

#include <string>

#include "spark-core/shuffle/map_output.h"

namespace mammoth::spark {

inline std::string output_stem(const MapOutputId& id) {
  return "shuffle_" + std::to_string(id.shuffle) + "_" + std::to_string(id.map_task) + "_0";
}
inline std::string data_name(const MapOutputId& id) {
  return output_stem(id) + ".data";
}
inline std::string index_name(const MapOutputId& id) {
  return output_stem(id) + ".index";
}
inline std::string checksum_name(const MapOutputId& id) {
  return output_stem(id) + ".checksum.CRC32C";
}

}  // namespace mammoth::spark
