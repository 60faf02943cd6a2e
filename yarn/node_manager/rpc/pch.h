// Precompiled for this room.
#include "common/async/pch.h"
#include "common/protocol/yarn/container_management_protocol.pb.h"
#include "common/protocol/yarn/resource_tracker.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
