#include "common/rpc/service.h"

#include "common/base/check.h"

namespace mammoth::rpc {

Service::Service(std::string protocol_name, std::uint64_t version)
    : protocol_name_(std::move(protocol_name)), version_(version) {}

void Service::bind_unsupported(std::string_view method) {
  add(method, Retry::kIdempotent, std::make_unique<UnsupportedMethod>());
}

const Method* Service::find(std::string_view method) const {
  const auto found = methods_.find(method);
  return found == methods_.end() ? nullptr : found->second.get();
}

void Service::add(std::string_view name, Retry retry, std::unique_ptr<Method> method) {
  check(retry == Retry::kIdempotent || !method->is_async(), "kAtMostOnce methods are synchronous");
  method->name = name;
  method->retry = retry;
  const std::string_view key = method->name;
  check(methods_.emplace(key, std::move(method)).second, "a method is bound once");
}

}  // namespace mammoth::rpc
