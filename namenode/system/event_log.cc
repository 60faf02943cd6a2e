#include "namenode/system/event_log.h"

#include <algorithm>

#include "namenode/store/side_records.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint64_t kMostTransactions = std::uint64_t{1} << 62;
// A tombstone for each event would cost as much as the event, and set off compactions.
constexpr std::uint64_t kTransactionsOfATrim = 4096;

bool has_event_from(const InodeTable& table, std::uint64_t id) {
  bool found = false;
  table.scan_records(kEventRecords, event_record(id), [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace

EventLog::EventLog(const InodeTable& table, std::uint64_t retained)
    : table_(table), retained_(retained) {
  // The last one is found by halves: records can be read in one direction only.
  std::uint64_t present = 0;
  std::uint64_t absent = kMostTransactions;
  while (absent - present > 1) {
    const std::uint64_t middle = present + (absent - present) / 2;
    (has_event_from(table_, middle) ? present : absent) = middle;
  }
  last_ = present;
}

void EventLog::add(const std::vector<NamespaceEvent>& events, Transaction& transaction) {
  ++last_;
  transaction.add(PutRecord{event_record(last_), encode_events(events)});
  if (last_ > retained_ && last_ % kTransactionsOfATrim == 0)
    transaction.add(EraseRecords{std::string(kEventRecords), event_record(last_ - retained_ + 1)});
}

std::vector<EventBatch> EventLog::read(std::uint64_t from, std::size_t max_events) const {
  std::vector<EventBatch> batches;
  if (from > last_) return batches;
  const std::uint64_t oldest = last_ > retained_ ? last_ - retained_ + 1 : 1;
  std::size_t events = 0;
  table_.scan_records(kEventRecords, event_record(std::max(from, oldest)),
                      [&](std::string_view name, std::string_view record) {
                        batches.push_back({id_of_record(name), decode_events(record)});
                        events += batches.back().events.size();
                        return events < max_events;
                      });
  return batches;
}

}  // namespace mammoth::namenode
