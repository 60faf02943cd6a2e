#include "yarn/resource_manager/store/state_codec.h"

#include "yarn/store/record_io.h"

namespace mammoth::yarn {

namespace {

void write_resource(RecordWriter& out, const Resource& resource) {
  out.number(resource.memory_mb);
  out.number(resource.vcores);
}

Resource read_resource(RecordReader& in) {
  const std::int64_t memory = in.number();
  return {memory, in.number()};
}

void write_seconds(RecordWriter& out, const ContainerSeconds& seconds) {
  out.number(seconds.memory);
  out.number(seconds.vcores);
}

ContainerSeconds read_seconds(RecordReader& in) {
  const std::int64_t memory = in.number();
  return {memory, in.number()};
}

void write_spec(RecordWriter& out, const ApplicationSpec& spec) {
  out.text(spec.user);
  out.text(spec.name);
  out.text(spec.type);
  out.text(spec.queue);
  out.varint(spec.tags.size());
  for (const std::string& tag : spec.tags) out.text(tag);
  out.number(spec.priority);
  write_resource(out, spec.master_resource);
  out.number(spec.max_attempts);
  out.flag(spec.unmanaged);
  out.flag(spec.keep_containers);
  out.number(spec.failures_validity_ms);
  out.text(spec.viewers.text());
  out.text(spec.modifiers.text());
  out.text(spec.context);
}

ApplicationSpec read_spec(const ApplicationId& id, RecordReader& in) {
  ApplicationSpec spec{.id = id};
  spec.user = in.text();
  spec.name = in.text();
  spec.type = in.text();
  spec.queue = in.text();
  for (std::uint64_t left = in.count(); left > 0; --left) spec.tags.insert(in.text());
  spec.priority = in.small();
  spec.master_resource = read_resource(in);
  spec.max_attempts = in.small();
  spec.unmanaged = in.flag();
  spec.keep_containers = in.flag();
  spec.failures_validity_ms = in.number();
  spec.viewers = AccessList(in.text());
  spec.modifiers = AccessList(in.text());
  spec.context = in.text();
  return spec;
}

void write_container(RecordWriter& out, const Container& container) {
  out.number(container.id.attempt.attempt);
  out.number(container.id.id);
  out.text(container.node.host);
  out.number(container.node.port);
  out.text(container.node_http_address);
  write_resource(out, container.resource);
  out.number(container.key.priority);
  out.number(container.key.allocation_request_id);
  out.number(container.created_ms);
}

Container read_master(const ApplicationId& application, RecordReader& in) {
  Container container;
  container.id.attempt = {application, in.small()};
  container.id.id = in.number();
  container.node.host = in.text();
  container.node.port = in.small();
  container.node_http_address = in.text();
  container.resource = read_resource(in);
  container.key.priority = in.small();
  container.key.allocation_request_id = in.number();
  container.created_ms = in.number();
  container.application_master = true;
  return container;
}

}  // namespace

std::string encode_application(const Application& it) {
  const bool ends = it.state == ApplicationState::kFinishing;
  std::string record;
  RecordWriter out(record);
  out.u8(static_cast<std::uint8_t>(ends ? ApplicationState::kFinished : it.state));
  write_spec(out, it.spec);
  out.text(it.queue);
  out.number(it.priority);
  out.text(it.diagnostics);
  out.number(it.submitted_ms);
  out.number(it.launched_ms);
  out.number(it.finished_ms);
  write_seconds(out, it.used);
  write_seconds(out, it.preempted);
  out.number(it.preempted_masters);
  out.number(it.preempted_containers);
  write_resource(out, it.preempted_resource);
  out.number(it.expires_ms);
  return record;
}

Application decode_application(const ApplicationId& id, std::string_view record) {
  RecordReader in(record);
  Application it;
  it.state = in.choice(ApplicationState::kKilled);
  it.spec = read_spec(id, in);
  it.queue = in.text();
  it.priority = in.small();
  it.diagnostics = in.text();
  it.submitted_ms = in.number();
  it.launched_ms = in.number();
  it.finished_ms = in.number();
  it.used = read_seconds(in);
  it.preempted = read_seconds(in);
  it.preempted_masters = in.small();
  it.preempted_containers = in.small();
  it.preempted_resource = read_resource(in);
  if (in.remaining() > 0) it.expires_ms = in.number();
  return it;
}

std::string encode_attempt(const ApplicationAttempt& it) {
  const bool ends = it.state == AttemptState::kFinishing;
  std::string record;
  RecordWriter out(record);
  out.u8(static_cast<std::uint8_t>(ends ? AttemptState::kFinished : it.state));
  out.flag(it.master.has_value());
  if (it.master) write_container(out, *it.master);
  const bool over = ends || is_over(it.state);
  out.text(over ? it.host : "N/A");
  out.number(over ? it.rpc_port : -1);
  out.text(over ? it.tracking_url : "N/A");
  out.text(it.diagnostics);
  out.u8(static_cast<std::uint8_t>(it.final_status));
  out.flag(it.unregistered);
  out.number(it.exit_status);
  out.number(it.started_ms);
  out.number(it.finished_ms);
  return record;
}

ApplicationAttempt decode_attempt(const AttemptId& id, std::string_view record) {
  RecordReader in(record);
  ApplicationAttempt it{.id = id};
  it.state = in.choice(AttemptState::kKilled);
  if (in.flag()) it.master = read_master(id.application, in);
  it.host = in.text();
  it.rpc_port = in.small();
  it.tracking_url = in.text();
  it.diagnostics = in.text();
  it.final_status = in.choice(FinalStatus::kEnded);
  it.unregistered = in.flag();
  it.exit_status = in.small();
  it.started_ms = in.number();
  it.finished_ms = in.number();
  if (is_over(it.state)) it.progress = it.unregistered ? 1 : 0;
  return it;
}

}  // namespace mammoth::yarn
