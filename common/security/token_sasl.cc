#include "common/security/token_sasl.h"

#include <algorithm>
#include <array>

#include "common/security/digest_md5_client.h"
#include "common/security/digest_md5_server.h"

namespace mammoth::security {

namespace {

const SaslOffer kTokenOffer{
    .method = "TOKEN", .mechanism = "DIGEST-MD5", .protocol = "", .server_id = "default"};
const SaslOffer kSimpleOffer{.method = "SIMPLE", .mechanism = ""};

// What a protocol's clients show. An exception to "service equal" is a token for several servers.
struct Selector {
  std::string_view protocol;
  std::string_view kind;
  bool may_name_several = false;
};

constexpr auto kSelectors = std::to_array<Selector>({
    {"org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB", kAmRmToken, true},
    {"org.apache.hadoop.yarn.api.ApplicationClientProtocolPB", kRmDelegationToken, true},
    {"org.apache.hadoop.yarn.api.ContainerManagementProtocolPB", kNmToken},
    {"org.apache.hadoop.mapreduce.v2.api.MRClientProtocolPB", kClientToAmToken},
    {"org.apache.hadoop.mapreduce.v2.api.HSClientProtocolPB", kHistoryDelegationToken},
    {"org.apache.hadoop.mapred.TaskUmbilicalProtocol", kJobToken},
    {"org.apache.hadoop.hdfs.protocol.ClientProtocol", kHdfsDelegationToken},
});

}  // namespace

TokenSaslServers::TokenSaslServers(const TokenVerifier& verifier, Simple simple, RandomBytes random)
    : verifier_(verifier), simple_(simple), random_(std::move(random)) {}

std::vector<SaslOffer> TokenSaslServers::offers() const {
  if (simple_ == Simple::kAllowed) return {kTokenOffer, kSimpleOffer};
  return {kTokenOffer};
}

Result<std::unique_ptr<SaslServer>> TokenSaslServers::create(const SaslOffer& chosen) {
  return std::unique_ptr<SaslServer>(
      std::make_unique<DigestMd5Server>(verifier_, chosen.server_id, random_));
}

const Token* select_token(const std::vector<Token>& tokens, const SaslPeer& peer) {
  const auto selector = std::ranges::find(kSelectors, peer.protocol, &Selector::protocol);
  if (selector == kSelectors.end() || peer.service.empty()) return nullptr;
  const auto found = std::ranges::find_if(tokens, [&](const Token& token) {
    if (token.kind != selector->kind) return false;
    return selector->may_name_several ? token.service.find(peer.service) != std::string::npos
                                      : token.service == peer.service;
  });
  return found == tokens.end() ? nullptr : &*found;
}

TokenSaslClients::TokenSaslClients(std::vector<Token> tokens, RandomBytes random)
    : tokens_(std::move(tokens)), random_(std::move(random)) {}

void TokenSaslClients::add(Token token) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(tokens_, [&](const Token& held) {
    return held.kind == token.kind && held.service == token.service;
  });
  if (found != tokens_.end())
    *found = std::move(token);
  else
    tokens_.push_back(std::move(token));
}

std::vector<Token> TokenSaslClients::tokens() const {
  const std::lock_guard lock(mutex_);
  return tokens_;
}

std::unique_ptr<SaslClient> TokenSaslClients::create(const SaslOffer& offer, const SaslPeer& peer) {
  if (offer.method != kTokenOffer.method || offer.mechanism != kTokenOffer.mechanism)
    return nullptr;
  const std::lock_guard lock(mutex_);
  const Token* token = select_token(tokens_, peer);
  if (token == nullptr) return nullptr;
  return std::make_unique<DigestMd5Client>(*token, offer, random_);
}

}  // namespace mammoth::security
