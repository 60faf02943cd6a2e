// Who asks, as far as the namespace cares.
#pragma once

#include <string>

#include "common/base/answer_slot.h"

namespace mammoth::namenode {

// One call's author. A plain value; the groups of the user are looked up when a check needs them.
struct Caller {
  std::string user;              // whose rights count: a short name, without realm
  std::string remote_address;    // numeric, without port; nearest replicas are found by it
  std::string real_user{};       // who authenticated, when he acts for `user`
  std::string caller_context{};  // audit text of the client, e.g. "CLI"
  // Where the store puts the place for this call's answer; null for none.
  AnswerSlotPtr* answer_slot = nullptr;
};

}  // namespace mammoth::namenode
