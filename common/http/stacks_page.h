// /stacks: the threads of this process, in the layout of Hadoop's (HttpServer2.StackServlet): name,
// state, how often each has waited, and where in the kernel it waits now. What its functions are
// only a debugger can tell.
#pragma once

#include "common/http/message.h"

namespace mammoth::http {

Response stacks_page();

}  // namespace mammoth::http
