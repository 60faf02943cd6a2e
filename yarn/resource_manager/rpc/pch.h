// Precompiled for this room: what every handler includes and hardly ever changes.
#include <google/protobuf/message.h>

#include "common/async/pch.h"
#include "common/protocol/yarn/client_application.pb.h"
#include "common/rpc/service.h"
#include "yarn/resource_manager/rpc/manager.h"
