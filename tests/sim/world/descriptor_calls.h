// What sockets and descriptors of other kinds have in common.
#pragma once

#include "tests/sim/world/descriptors.h"

namespace mammoth::sim {

// As read and write, blocking when the descriptor does.
ssize_t receive_from(Descriptor& from, std::span<const iovec> into, int flags);
ssize_t send_to(Descriptor& to, std::span<const iovec> from, int flags);

}  // namespace mammoth::sim
