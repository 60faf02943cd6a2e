#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetAllResourceTypeInfoResponseProto> ClientProtocol::get_resource_type_info(
    const wire::GetAllResourceTypeInfoRequestProto&, rpc::Call&) {
  wire::GetAllResourceTypeInfoResponseProto response;
  for (const auto& [name, units] : {std::pair("memory-mb", "Mi"), std::pair("vcores", "")}) {
    auto& type = *response.add_resource_type_info();
    type.set_name(name);
    type.set_units(units);
    type.set_type(wire::COUNTABLE);
  }
  return response;
}

}  // namespace mammoth::yarn
