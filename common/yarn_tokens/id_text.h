// The names of YARN's things as Java's toString() has them: in the user of a token, in refusals.
#pragma once

#include <string>

namespace hadoop::yarn {
class ApplicationIdProto;
class ApplicationAttemptIdProto;
class ContainerIdProto;
class NodeIdProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn_tokens {

std::string id_text(const hadoop::yarn::ApplicationIdProto& id);  // application_<ts>_0001
std::string id_text(
    const hadoop::yarn::ApplicationAttemptIdProto& id);  // appattempt_<ts>_0001_000001
std::string id_text(
    const hadoop::yarn::ContainerIdProto& id);             // container_[e02_]<ts>_0001_01_000001
std::string id_text(const hadoop::yarn::NodeIdProto& id);  // host:port

}  // namespace mammoth::yarn_tokens
