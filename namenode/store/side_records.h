// The records beside the tree (PutRecord): their names and values. A name begins with what it is,
// so that all of a kind lie together; ids in names are big-endian. The first byte of a value is the
// version of its layout. Damage is a StoreError.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "namenode/namespace/cache_pool.h"
#include "namenode/namespace/event.h"

namespace mammoth::namenode {

inline constexpr std::string_view kCachePoolRecords = "cache-pool/";            // and its name
inline constexpr std::string_view kCacheDirectiveRecords = "cache-directive/";  // and its id
inline constexpr std::string_view kNextCacheDirectiveRecord = "cache-next-directive";
inline constexpr std::string_view kEventRecords = "event/";  // and the id of the transaction

std::string cache_pool_record(std::string_view name);
std::string cache_directive_record(std::uint64_t id);
std::string event_record(std::uint64_t transaction_id);
// The id at the end of a record's name.
std::uint64_t id_of_record(std::string_view name);

std::string encode_cache_pool(const CachePool& pool);
CachePool decode_cache_pool(std::string_view record);
std::string encode_cache_directive(const CacheDirective& directive);
CacheDirective decode_cache_directive(std::string_view record);
std::string encode_events(const std::vector<NamespaceEvent>& events);
std::vector<NamespaceEvent> decode_events(std::string_view record);
std::string encode_counter(std::uint64_t value);
std::uint64_t decode_counter(std::string_view record);

}  // namespace mammoth::namenode
