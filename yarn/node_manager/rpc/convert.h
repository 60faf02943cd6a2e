// Between the messages of the protocols and the values of the core; nowhere else. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "yarn/node_manager/containers/container.h"

namespace hadoop::yarn {
class ApplicationIdProto;
class ContainerIdProto;
class ContainerLaunchContextProto;
class ContainerStatusProto;
class ContainerTokenIdentifierProto;
class NMContainerStatusProto;
class ResourceProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn::node {

namespace wire = hadoop::yarn;

// "application_<timestamp>_<number>", or nothing.
std::optional<wire::ApplicationIdProto> application_id_of(const std::string& text);

// Refuses, in Hadoop's words, local resources without address, type or visibility, and names of
// users or applications that could be a path.
Result<ContainerSpec> spec_of(const wire::ContainerTokenIdentifierProto& token,
                              const wire::ContainerLaunchContextProto& context);

wire::ResourceProto resource_of(std::int64_t memory_mb, std::int64_t vcores);
wire::ContainerStatusProto status_of(const Container& container);
// For a registration.
wire::NMContainerStatusProto registered_status_of(const Container& container);

// OUTPUT_THREAD_DUMP: QUIT, GRACEFUL_SHUTDOWN: TERM, FORCEFUL_SHUTDOWN: KILL.
int signal_number(int command);

// An error that only a YARN class expresses.
Error yarn_error(std::string message);
bool is_yarn_error(const Error& error);

}  // namespace mammoth::yarn::node
