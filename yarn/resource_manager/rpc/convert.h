// The domain's words and the wire's, here and nowhere else. Pure functions; what is missing in a
// message becomes the default.
#pragma once

#include "common/base/result.h"
#include "yarn/resource_manager/cluster/cluster.h"

namespace hadoop::yarn {
class ApplicationIdProto;
class ApplicationAttemptIdProto;
class ApplicationSubmissionContextProto;
class ContainerIdProto;
class ContainerStatusProto;
class NodeIdProto;
class NodeHealthStatusProto;
class NodeReportProto;
class ResourceProto;
class ResourceUtilizationProto;
class ResourceRequestProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

namespace wire = ::hadoop::yarn;

wire::ApplicationIdProto to_proto(const ApplicationId& id);
wire::ApplicationAttemptIdProto to_proto(const AttemptId& id);
wire::ContainerIdProto to_proto(const ContainerId& id);
wire::NodeIdProto to_proto(const NodeId& id);
ApplicationId from_proto(const wire::ApplicationIdProto& id);
AttemptId from_proto(const wire::ApplicationAttemptIdProto& id);
ContainerId from_proto(const wire::ContainerIdProto& id);
NodeId from_proto(const wire::NodeIdProto& id);

// With the map that Java writes a second time.
wire::ResourceProto to_proto(const Resource& resource);
Resource from_proto(const wire::ResourceProto& resource);
wire::ResourceUtilizationProto to_proto(const Utilization& use);
Utilization from_proto(const wire::ResourceUtilizationProto& use);
NodeHealth from_proto(const wire::NodeHealthStatusProto& health);

ResourceRequest from_proto(const wire::ResourceRequestProto& ask);
wire::ContainerStatusProto to_proto(const ContainerEnd& end);

// InvalidResourceRequestException where a managed master asks for nothing.
Result<ApplicationSpec> from_proto(const wire::ApplicationSubmissionContextProto& context,
                                   const std::string& user);

wire::NodeReportProto node_report(const Cluster& cluster, const ClusterNode& node);

}  // namespace mammoth::yarn
