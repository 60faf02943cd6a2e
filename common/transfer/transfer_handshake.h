// The seam for SASL and encryption of data transfer (Hadoop: SaslDataTransferServer). A client that
// wants either begins with the magic 0xDEADBEEF instead of an operation's version; this server has
// no such protection and refuses politely, so that the client reports the reason and not a broken
// connection.
#pragma once

#include <cstdint>

#include "common/async/task.h"
#include "common/transfer/packet_stream.h"

namespace mammoth::transfer {

inline constexpr std::uint32_t kSaslTransferMagic = 0xDEADBEEF;

// What a server does first on a connection of which it knows that bytes have arrived. True: plain
// operations follow, nothing was consumed. False: the client asked for SASL and has been refused;
// close the connection.
Task<bool> accept_transfer_handshake(PacketStream& stream);

}  // namespace mammoth::transfer
