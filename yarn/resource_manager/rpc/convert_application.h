// Applications, attempts and containers as reports, and containers as grants with their tokens.
#pragma once

#include "yarn/resource_manager/rpc/convert.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace hadoop::yarn {
class ApplicationReportProto;
class ApplicationAttemptReportProto;
class ContainerProto;
class ContainerReportProto;
class LogAggregationContextProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

// Without the right to view it, who asks learns no more than that it is there.
wire::ApplicationReportProto application_report(const Cluster& cluster,
                                                const Application& application,
                                                const Caller& caller);
wire::ApplicationAttemptReportProto attempt_report(const Cluster& cluster,
                                                   const ApplicationAttempt& attempt);
wire::ContainerReportProto container_report(const Application& application,
                                            const ContainerReport& container);

// What the containers' tokens say about an application's logs; nothing where it does not care.
std::optional<wire::LogAggregationContextProto> log_aggregation_of(const Application& application);

wire::ContainerProto granted_container(Manager& manager, const Application& application,
                                       const Container& container,
                                       const std::optional<wire::LogAggregationContextProto>& logs);

}  // namespace mammoth::yarn
