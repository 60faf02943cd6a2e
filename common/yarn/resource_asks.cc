#include "common/yarn/resource_asks.h"

#include <algorithm>

namespace mammoth::yarn {

void ResourceAsks::change(std::int32_t priority, const std::string& place,
                          const Resources& resources, std::int32_t by) {
  const Key key{priority, place, resources};
  std::int32_t& wanted = table_[key];
  const std::int32_t before = wanted;
  wanted = std::max(wanted + by, 0);
  // A decrease is told even where it meets zero: the ResourceManager may count otherwise.
  if (wanted != before) changed_.insert(key);
}

void ResourceAsks::change_all(std::int32_t priority, const std::vector<std::string>& hosts,
                              const std::vector<std::string>& racks, const Resources& resources,
                              std::int32_t by) {
  std::set<std::string> places(hosts.begin(), hosts.end());
  places.insert(racks.begin(), racks.end());
  places.insert(kAnywhere);
  for (const std::string& place : places) change(priority, place, resources, by);
}

std::int32_t ResourceAsks::wanted(std::int32_t priority, const std::string& place,
                                  const Resources& resources) const {
  const auto found = table_.find({priority, place, resources});
  return found == table_.end() ? 0 : found->second;
}

std::vector<ResourceAsk> ResourceAsks::take_changes() {
  std::vector<ResourceAsk> asks;
  for (const Key& key : changed_) {
    const auto& [priority, place, resources] = key;
    const auto found = table_.find(key);
    asks.push_back({priority, place, resources, found == table_.end() ? 0 : found->second, true});
    if (found != table_.end() && found->second == 0) table_.erase(found);
  }
  changed_.clear();
  return asks;
}

void ResourceAsks::put_back(const std::vector<ResourceAsk>& asks) {
  for (const ResourceAsk& ask : asks) changed_.insert({ask.priority, ask.place, ask.resources});
}

void ResourceAsks::change_everything() {
  for (const auto& [key, wanted] : table_)
    if (wanted > 0) changed_.insert(key);
}

}  // namespace mammoth::yarn
