#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> concat(const WebOperation& call) {
  std::string list = TRY(call.parameters.required_text("sources", call.name));
  std::vector<std::string> sources;
  while (!list.empty()) {
    sources.push_back(list.substr(0, list.find(',')));
    list.erase(0, sources.back().size() + 1);
  }
  TRY(call.durable(call.system().concat(call.caller, call.path, sources)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
