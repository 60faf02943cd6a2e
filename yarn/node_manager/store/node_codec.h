// Containers, localized files and tokens' keys as records. Private to this room. What is read
// throws MalformedInput.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "yarn/node_manager/store/node_state_store.h"

namespace mammoth::yarn::node {

std::string encode_spec(const ContainerSpec& spec);
ContainerSpec decode_spec(std::string id, std::string_view record);
std::string encode_state(const Container& container);
void decode_state(std::string_view record, Container& container);
std::string encode_file(const CacheKey& key, const CachedFile& file);
std::pair<CacheKey, CachedFile> decode_file(std::string directory, std::string_view record);
std::string encode_node_tokens(const yarn_tokens::NmTokenVerifier::State& tokens);
yarn_tokens::NmTokenVerifier::State decode_node_tokens(std::string_view record);
// Without what was started.
std::string encode_container_keys(const yarn_tokens::ContainerTokenVerifier::State& tokens);
yarn_tokens::ContainerTokenVerifier::State decode_container_keys(std::string_view record);

}  // namespace mammoth::yarn::node
