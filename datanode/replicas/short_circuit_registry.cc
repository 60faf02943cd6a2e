#include "datanode/replicas/short_circuit_registry.h"

#include <fmt/format.h>

#include <random>

#include "common/base/log.h"

namespace mammoth::datanode {
namespace {

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

}  // namespace

std::string SegmentId::to_string() const {
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(low));
}

ShortCircuitRegistry::NewSegment ShortCircuitRegistry::create_segment(const std::string& client_name) {
  auto memory = ShortCircuitSegment::create();
  const int descriptor = memory.descriptor();
  std::random_device random;
  const auto word = [&] {
    return static_cast<std::int64_t>((std::uint64_t{random()} << 32) | random());
  };
  const std::lock_guard lock(mutex_);
  for (;;) {
    const SegmentId id{word(), word()};
    if (segments_.contains(id)) continue;
    segments_.emplace(id, Segment{client_name, std::move(memory)});
    return {id, descriptor};
  }
}

void ShortCircuitRegistry::remove_segment(const SegmentId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = segments_.find(id);
  if (found == segments_.end()) return;
  for (const auto& [index, block] : found->second.slots) found->second.memory.make_invalid(index);
  std::erase_if(slots_of_block_, [&](const auto& entry) { return entry.second.segment == id; });
  segments_.erase(found);
}

Result<ShortCircuitRegistry::Segment*> ShortCircuitRegistry::find(const SegmentId& id) {
  const auto found = segments_.find(id);
  if (found == segments_.end())
    return refuse("there is no shared memory segment registered with shmId " + id.to_string());
  return &found->second;
}

Result<void> ShortCircuitRegistry::register_slot(BlockId block, const SlotId& slot) {
  const std::lock_guard lock(mutex_);
  Segment* segment = TRY(find(slot.segment));
  const auto name = "ShortCircuitShm(" + slot.segment.to_string() + ")";
  if (slot.index < 0)
    return refuse(fmt::format("{}: invalid negative slot index {}", name, slot.index));
  if (slot.index >= ShortCircuitSegment::kSlots)
    return refuse(fmt::format("{}: invalid slot index {}", name, slot.index));
  if (segment->slots.contains(slot.index))
    return refuse(fmt::format("{}: slot {} is already in use.", name, slot.index));
  if (!segment->memory.is_valid(slot.index))
    return refuse(fmt::format("{}: slot {} is not marked as valid.", name, slot.index));
  segment->slots.emplace(slot.index, block);
  slots_of_block_.emplace(block, slot);
  if (cached_.contains(block)) segment->memory.make_anchorable(slot.index);
  else segment->memory.make_unanchorable(slot.index);
  return {};
}

Result<void> ShortCircuitRegistry::unregister_slot(const SlotId& slot) {
  const std::lock_guard lock(mutex_);
  Segment* segment = TRY(find(slot.segment));
  if (!segment->slots.contains(slot.index))
    return refuse(fmt::format("ShortCircuitShm({}): slot {} does not exist.", slot.segment.to_string(),
                              slot.index));
  segment->memory.make_invalid(slot.index);
  segment->slots.erase(slot.index);
  std::erase_if(slots_of_block_, [&](const auto& entry) { return entry.second == slot; });
  return {};
}

template <class Change>
void ShortCircuitRegistry::for_each_slot(BlockId block, Change change) {
  const auto [begin, end] = slots_of_block_.equal_range(block);
  for (auto it = begin; it != end; ++it)
    change(segments_.at(it->second.segment).memory, it->second.index);
}

void ShortCircuitRegistry::invalidate(BlockId block) {
  const std::lock_guard lock(mutex_);
  int count = 0;
  for_each_slot(block, [&](ShortCircuitSegment& memory, int slot) {
    memory.make_invalid(slot);
    ++count;
  });
  if (count > 0)
    log::info("datanode", "Block {} has been invalidated.  Marking {} short-circuit slots as invalid",
              block.value(), count);
}

void ShortCircuitRegistry::set_cached(BlockId block) {
  const std::lock_guard lock(mutex_);
  cached_.insert(block);
  for_each_slot(block, [](ShortCircuitSegment& memory, int slot) { memory.make_anchorable(slot); });
}

bool ShortCircuitRegistry::may_uncache(BlockId block) {
  const std::lock_guard lock(mutex_);
  cached_.erase(block);
  bool is_free = true;
  for_each_slot(block, [&](ShortCircuitSegment& memory, int slot) {
    memory.make_unanchorable(slot);
    if (memory.is_anchored(slot)) is_free = false;
  });
  return is_free;
}

std::size_t ShortCircuitRegistry::segments() const {
  const std::lock_guard lock(mutex_);
  return segments_.size();
}

std::size_t ShortCircuitRegistry::slots() const {
  const std::lock_guard lock(mutex_);
  return slots_of_block_.size();
}

}  // namespace mammoth::datanode
