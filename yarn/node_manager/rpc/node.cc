#include "yarn/node_manager/rpc/node.h"

#include "common/protocol/yarn/ids.pb.h"
#include "yarn/node_manager/rpc/convert.h"

namespace mammoth::yarn::node {

Node::Node(ContainersSettings settings, const Clock& clock, Launcher& launcher,
           Localizer& localizer, LogKeeper& logs, std::vector<AuxiliaryService*> services)
    : clock_(clock),
      launcher_(launcher),
      localizer_(localizer),
      logs_(logs),
      services_(std::move(services)),
      container_tokens_(clock),
      containers_(settings, clock, *this) {}

void Node::keep_changes() {
  const ContainerChanges changes = containers_.take_changes();
  if (store_ && !changes.empty()) store_->save(containers_, changes);
}

void Node::keep_tokens() {
  if (!store_) return;
  store_->save(node_tokens_.state());
  store_->save(container_tokens_.state());
}

void Node::recover(const SavedNode& saved) {
  node_tokens_.restore(saved.node_tokens);
  container_tokens_.restore(saved.container_tokens);
  for (const SavedService& it : saved.services)
    for (AuxiliaryService* service : services_)
      if (service->name() == it.name)
        (void)service->begin_application(it.application, it.user, it.data);
  with([&](Containers& containers) {
    for (const NodeApplication& it : saved.applications) containers.restore(it);
    for (const SavedContainer& it : saved.containers) containers.restore(it.container, it.launched);
    containers.resume();
  });
}

void Node::adopt(const Container& container) {
  localizer_.use(container.spec);
  launcher_.adopt(container);
}

bool Node::signal(const std::string& container, int number) {
  const std::lock_guard lock(mutex_);
  const Container* found = containers_.find(container);
  if (found == nullptr || found->pid == 0 || found->state == ContainerState::kDone) return false;
  launcher_.signal(found->pid, number);
  return true;
}

void Node::clean(const Container& container) {
  localizer_.release(container.spec.id);
  launcher_.clean(container);
}

void Node::end_application(const NodeApplication& application) {
  for (AuxiliaryService* service : services_) service->end_application(application.id);
  localizer_.end_application(application.user, application.id);
  launcher_.end_application(application);
  logs_.end_application(application);
  if (const auto id = application_id_of(application.id)) node_tokens_.finish_application(*id);
}

void Node::set_health(NodeHealth health) {
  const std::lock_guard lock(news_mutex_);
  health_ = std::move(health);
}

NodeHealth Node::health() const {
  const std::lock_guard lock(news_mutex_);
  return health_;
}

void Node::set_utilization(Utilization containers, Utilization machine) {
  const std::lock_guard lock(news_mutex_);
  container_use_ = containers;
  machine_use_ = machine;
}

std::pair<Utilization, Utilization> Node::utilization() const {
  const std::lock_guard lock(news_mutex_);
  return {container_use_, machine_use_};
}

void Node::wait_for_news(std::chrono::milliseconds limit) {
  std::unique_lock lock(news_mutex_);
  news_.wait_for(lock, limit, [this] { return has_news_; });
  has_news_ = false;
}

void Node::wake() {
  {
    const std::lock_guard lock(news_mutex_);
    has_news_ = true;
  }
  news_.notify_all();
}

}  // namespace mammoth::yarn::node
