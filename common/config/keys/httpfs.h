// Keys of HttpFS. Only the gateway reads them, so keys.h does not include this.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kHttpfsHttpHostname{
    "httpfs.http.hostname", KeyType::kString, "", "127.0.0.1",
    "Address that HttpFS listens on; 0.0.0.0 for all, which needs "
    "mammoth.security.allow-unauthenticated-remote."};
inline constexpr ConfigKey kHttpfsHttpPort{
    "httpfs.http.port", KeyType::kInt, "", "14000",
    "Port that HttpFS listens on; 0: any free one.", "0..65535"};
inline constexpr ConfigKey kHttpfsAdminGroup{
    "httpfs.admin.group", KeyType::kString, "", "admin",
    "Group whose members HttpFS tells what it has done (op=INSTRUMENTATION)."};
inline constexpr ConfigKey kHttpfsAuthenticationSignatureSecretFile{
    "httpfs.authentication.signature.secret.file", KeyType::kString, "", "",
    "File whose content signs the cookies of HttpFS, so that they outlive it and several gateways know "
    "each other's; empty: a secret drawn by lot at each start, where Apache's default is a file in "
    "its configuration folder."};
inline constexpr ConfigKey kHttpfsAuthenticationTokenValidity{
    "httpfs.authentication.token.validity", KeyType::kInt, "seconds", "36000",
    "How long a cookie of HttpFS is good.", "1.."};

}  // namespace mammoth::keys
