// Plain values and messages; for this room's own sources.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/yarn/application_client.h"
#include "common/yarn/types.h"

namespace hadoop::yarn {
class ApplicationReportProto;
class ContainerLaunchContextProto;
class ContainerProto;
class ResourceProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

void set_resource(wire::ResourceProto& out, const Resources& resources);
Resources resources_of(const wire::ResourceProto& resource);
Container container_of(const wire::ContainerProto& container);
ApplicationReport report_of(const wire::ApplicationReportProto& report);
// kIllegalArgument for the URI of a resource that is none.
Result<wire::ContainerLaunchContextProto> launch_context(const Launch& launch);

}  // namespace mammoth::yarn
