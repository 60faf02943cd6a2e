// /conf: the configuration in force, as XML or, where the client accepts it, JSON (Hadoop:
// ConfServlet). Values of keys that name secrets are not shown.
#pragma once

#include "common/config/configuration.h"
#include "common/http/message.h"

namespace mammoth::http {

// With name= that property alone: 404 where there is none.
Response conf_page(const Request& request, const Configuration& configuration);

}  // namespace mammoth::http
