// What the cluster manager says it is: the release of Hadoop whose behaviour it has.
#pragma once

#include <string_view>

namespace mammoth::yarn {

inline constexpr std::string_view kVersion = "3.4.2";

}  // namespace mammoth::yarn
