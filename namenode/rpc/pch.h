// Precompiled for this room: what every handler includes and hardly ever changes.
#include "common/async/pch.h"

#include <google/protobuf/message.h>

#include "common/rpc/service.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"
