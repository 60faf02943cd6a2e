// One application as REST shows it (Hadoop: AppInfo).
#pragma once

#include "yarn/resource_manager/web/rest/rest.h"

namespace mammoth::yarn {

// The members, without the braces around them.
void write_lifetime(http::JsonWriter& json, const Lifetime& lifetime);
void write_application(http::JsonWriter& json, const Cluster& cluster,
                       const Application& application, std::int64_t now_ms);

}  // namespace mammoth::yarn
