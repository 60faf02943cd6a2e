// From lineage to stages: where a job is cut, what of it is missing, where its tasks would rather
// run.
#include <algorithm>
#include <stdexcept>

#include "common/base/check.h"
#include "spark-core/scheduler/barrier_refusal.h"
#include "spark-core/scheduler/dag_scheduler.h"

namespace mammoth::spark::scheduler {

std::vector<Dependency> DagScheduler::shuffle_dependencies(RddId rdd) {
  std::vector<Dependency> found;
  std::set<ShuffleId> seen;
  std::set<RddId> visited;
  std::vector<RddId> to_visit{rdd};
  while (!to_visit.empty()) {
    const RddId next = to_visit.back();
    to_visit.pop_back();
    if (!visited.insert(next).second) continue;
    for (const Dependency& dependency : env_.lineage.rdd(next).dependencies) {
      if (!dependency.shuffle)
        to_visit.push_back(dependency.rdd);
      else if (seen.insert(dependency.shuffle->shuffle_id).second)
        found.push_back(dependency);
    }
  }
  return found;
}

DagScheduler::StagePtr DagScheduler::map_stage_for(const Dependency& dependency, JobId job) {
  const ShuffleId shuffle = dependency.shuffle->shuffle_id;
  if (const auto known = map_stages_.find(shuffle); known != map_stages_.end())
    return known->second;
  // Ancestors first, without recursion: an iterative job's lineage is thousands of shuffles deep.
  std::vector<Dependency> ancestors;
  std::set<RddId> visited;
  std::vector<RddId> to_visit{dependency.rdd};
  while (!to_visit.empty()) {
    const RddId next = to_visit.back();
    to_visit.pop_back();
    if (!visited.insert(next).second) continue;
    for (const Dependency& parent : shuffle_dependencies(next))
      if (!map_stages_.contains(parent.shuffle->shuffle_id)) {
        ancestors.push_back(parent);
        to_visit.push_back(parent.rdd);
      }
  }
  for (auto ancestor = ancestors.rbegin(); ancestor != ancestors.rend(); ++ancestor)
    if (!map_stages_.contains(ancestor->shuffle->shuffle_id)) create_map_stage(*ancestor, job);
  return create_map_stage(dependency, job);
}

DagScheduler::StagePtr DagScheduler::create_map_stage(const Dependency& dependency, JobId job) {
  const RddView& rdd = env_.lineage.rdd(dependency.rdd);
  check_barrier_slots(dependency.rdd);
  check_barrier_chain(dependency.rdd, rdd.partition_count);
  std::vector<StagePtr> parents;
  for (const Dependency& parent : shuffle_dependencies(dependency.rdd))
    parents.push_back(map_stage_for(parent, job));
  const StagePtr stage = new_stage(dependency.rdd, job, std::move(parents));
  stage->shuffle = dependency.shuffle;
  stage->latest.shuffle = dependency.shuffle->shuffle_id;
  map_stages_[dependency.shuffle->shuffle_id] = stage;
  assign_to_job(job, stage);
  if (!env_.outputs.contains(dependency.shuffle->shuffle_id))
    env_.outputs.register_shuffle(dependency.shuffle->shuffle_id, stage->partition_count,
                                  dependency.shuffle->reduce_count);
  return stage;
}

DagScheduler::StagePtr DagScheduler::create_result_stage(const JobRequest& request, JobId job) {
  check_barrier_slots(request.rdd);
  check_barrier_chain(
      request.rdd,
      static_cast<int>(std::set<int>(request.partitions.begin(), request.partitions.end()).size()));
  std::vector<StagePtr> parents;
  for (const Dependency& parent : shuffle_dependencies(request.rdd))
    parents.push_back(map_stage_for(parent, job));
  const StagePtr stage = new_stage(request.rdd, job, std::move(parents));
  stage->name = request.call_site.empty() ? stage->name : request.call_site;
  stage->latest.name = stage->name;
  stage->partitions = request.partitions;
  stage->function = request.function;
  assign_to_job(job, stage);
  return stage;
}

DagScheduler::StagePtr DagScheduler::new_stage(RddId rdd, JobId, std::vector<StagePtr> parents) {
  const RddView& view = env_.lineage.rdd(rdd);
  const auto stage = std::make_shared<Stage>();
  stage->id = StageId{next_stage_++};
  stage->rdd = rdd;
  stage->name = view.call_site;
  stage->partition_count = view.partition_count;
  stage->barrier = view.barrier;
  stage->parents = std::move(parents);
  stage->latest.id = stage->id;
  stage->latest.name = stage->name;
  stage->latest.rdd = rdd;
  stage->latest.task_count = view.partition_count;
  for (const StagePtr& parent : stage->parents) stage->latest.parents.push_back(parent->id);
  stages_[stage->id] = stage;
  return stage;
}

void DagScheduler::assign_to_job(JobId job, const StagePtr& stage) {
  std::vector<StagePtr> to_visit{stage};
  while (!to_visit.empty()) {
    const StagePtr next = to_visit.back();
    to_visit.pop_back();
    next->jobs.insert(job);
    stages_of_job_[job].insert(next->id);
    for (const StagePtr& parent : next->parents)
      if (!parent->jobs.contains(job)) to_visit.push_back(parent);
  }
}

void DagScheduler::check_barrier_slots(RddId rdd) {
  const RddView& view = env_.lineage.rdd(rdd);
  if (!view.barrier) return;
  if (options_.dynamic_allocation) throw BarrierRefusal(kBarrierWithDynamicAllocation);
  if (view.partition_count > env_.tasks.max_concurrent_tasks()) throw BarrierSlotsRefusal();
}

void DagScheduler::check_barrier_chain(RddId rdd, int task_count) {
  if (!env_.lineage.rdd(rdd).barrier) return;
  std::set<RddId> visited;
  std::vector<RddId> to_visit{rdd};
  while (!to_visit.empty()) {
    const RddId next = to_visit.back();
    to_visit.pop_back();
    if (!visited.insert(next).second) continue;
    const RddView& view = env_.lineage.rdd(next);
    const auto barrier_parents = std::ranges::count_if(
        view.dependencies,
        [&](const Dependency& it) { return env_.lineage.rdd(it.rdd).barrier && !it.shuffle; });
    if (view.partition_count != task_count || barrier_parents > 1)
      throw BarrierRefusal(kBarrierChainPattern);
    for (const Dependency& dependency : view.dependencies)
      if (!dependency.shuffle) to_visit.push_back(dependency.rdd);
  }
}

std::vector<DagScheduler::StagePtr> DagScheduler::missing_parents(const StagePtr& stage,
                                                                  JobId job) {
  std::map<StageId, StagePtr> missing;
  std::set<RddId> visited;
  std::vector<RddId> to_visit{stage->rdd};
  while (!to_visit.empty()) {
    const RddId next = to_visit.back();
    to_visit.pop_back();
    if (!visited.insert(next).second) continue;
    const RddView& view = env_.lineage.rdd(next);
    // What is cached whole needs nothing of what it was made from.
    const auto& cached = cached_locations(next);
    if (view.persisted && std::ranges::none_of(cached, [](auto& at) { return at.empty(); }))
      continue;
    for (const Dependency& dependency : view.dependencies) {
      if (!dependency.shuffle) {
        to_visit.push_back(dependency.rdd);
        continue;
      }
      const StagePtr parent = map_stage_for(dependency, job);
      if (!available(*parent)) {
        missing[parent->id] = parent;
        // The lineage may have been cut since the stage was made: whoever finishes must find it.
        if (std::ranges::find(stage->parents, parent) == stage->parents.end())
          stage->parents.push_back(parent);
      } else if (parent->next_attempt == 0) {
        parent->next_attempt = 1;  // skipped: attempt 0 belongs to whoever computed it
      }
    }
  }
  std::vector<StagePtr> result;
  for (auto& [id, parent] : missing) result.push_back(std::move(parent));
  return result;
}

std::vector<int> DagScheduler::missing_partitions(const Stage& stage) const {
  if (stage.is_map_stage()) return env_.outputs.missing_partitions(stage.shuffle->shuffle_id);
  std::vector<int> missing;
  const ActiveJob* job = job_for(stage);
  for (int output = 0; job && output < static_cast<int>(job->finished.size()); ++output)
    if (!job->finished[static_cast<std::size_t>(output)]) missing.push_back(output);
  return missing;
}

bool DagScheduler::indeterminate(const Stage& stage) {
  return env_.lineage.rdd(stage.rdd).determinism == Determinism::kIndeterminate;
}

const std::vector<std::vector<TaskLocation>>& DagScheduler::cached_locations(RddId rdd) {
  if (const auto known = cached_.find(rdd); known != cached_.end()) return known->second;
  const RddView& view = env_.lineage.rdd(rdd);
  std::vector<std::vector<TaskLocation>> locations;
  if (view.persisted) {
    locations = env_.blocks.cached_locations(rdd, view.partition_count);
    locations.resize(static_cast<std::size_t>(view.partition_count));
  }
  return cached_[rdd] = std::move(locations);
}

std::vector<TaskLocation> DagScheduler::preferred_locations(RddId rdd, int partition) {
  std::set<std::pair<RddId, int>> visited;
  return preferred_locations(rdd, partition, visited);
}

std::vector<TaskLocation> DagScheduler::preferred_locations(
    RddId rdd, int partition, std::set<std::pair<RddId, int>>& visited) {
  if (!visited.insert({rdd, partition}).second) return {};
  const RddView& view = env_.lineage.rdd(rdd);
  if (view.persisted)
    if (const auto& cached = cached_locations(rdd);
        !cached[static_cast<std::size_t>(partition)].empty())
      return cached[static_cast<std::size_t>(partition)];
  if (auto own = env_.lineage.preferred_locations(rdd, partition); !own.empty()) return own;
  if (const auto& of = view.dependencies;
      of.size() == 1 && of[0].shuffle && of[0].shuffle->reduce_count == view.partition_count) {
    std::vector<TaskLocation> hosts;
    if (options_.reduce_locality)
      for (std::string& host : env_.outputs.preferred_hosts(of[0].shuffle->shuffle_id, partition))
        hosts.push_back(TaskLocation::on_host(std::move(host)));
    return hosts;
  }
  for (int index = 0; index < static_cast<int>(view.dependencies.size()); ++index) {
    const Dependency& dependency = view.dependencies[static_cast<std::size_t>(index)];
    if (dependency.shuffle) continue;
    for (const int parent : env_.lineage.narrow_parents(rdd, index, partition))
      if (auto found = preferred_locations(dependency.rdd, parent, visited); !found.empty())
        return found;
  }
  return {};
}

}  // namespace mammoth::spark::scheduler
