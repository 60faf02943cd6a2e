#include "common/hdfs/encryption_admin.h"

#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<void> EncryptionAdmin::create_zone(const std::string& path, const std::string& key_name) {
  pb::CreateEncryptionZoneRequestProto request;
  request.set_src(path);
  request.set_keyname(key_name);
  TRY(namenode_->call<pb::CreateEncryptionZoneResponseProto>("createEncryptionZone", request));
  return {};
}

Result<std::optional<EncryptionZone>> EncryptionAdmin::zone_of(const std::string& path) {
  pb::GetEZForPathRequestProto request;
  request.set_src(path);
  const auto answer = TRY(namenode_->call<pb::GetEZForPathResponseProto>("getEZForPath", request));
  if (!answer.has_zone()) return std::optional<EncryptionZone>();
  return std::optional(
      EncryptionZone{answer.zone().id(), answer.zone().path(), answer.zone().keyname()});
}

Result<void> EncryptionAdmin::list_zones(const std::function<void(const EncryptionZone&)>& each) {
  pb::ListEncryptionZonesRequestProto request;
  request.set_id(0);
  for (;;) {
    const auto page =
        TRY(namenode_->call<pb::ListEncryptionZonesResponseProto>("listEncryptionZones", request));
    for (const auto& zone : page.zones()) {
      each({zone.id(), zone.path(), zone.keyname()});
      request.set_id(zone.id());
    }
    if (!page.hasmore() || page.zones().empty()) return {};
  }
}

Result<void> EncryptionAdmin::reencrypt_zone(const std::string& path, bool cancel) {
  pb::ReencryptEncryptionZoneRequestProto request;
  request.set_zone(path);
  request.set_action(cancel ? pb::CANCEL_REENCRYPT : pb::START_REENCRYPT);
  TRY(namenode_->call<pb::ReencryptEncryptionZoneResponseProto>("reencryptEncryptionZone",
                                                                request));
  return {};
}

Result<void> EncryptionAdmin::list_reencryption(
    const std::function<void(const ReencryptionStatus&)>& each) {
  pb::ListReencryptionStatusRequestProto request;
  request.set_id(0);
  for (;;) {
    const auto page = TRY(namenode_->call<pb::ListReencryptionStatusResponseProto>(
        "listReencryptionStatus", request));
    for (const auto& status : page.statuses()) {
      const bool is_complete = status.state() == pb::COMPLETED;
      each({.path = status.path(),
            .state = is_complete                       ? "Completed"
                     : status.state() == pb::SUBMITTED ? "Submitted"
                                                       : "Processing",
            .key_version = status.ezkeyversionname(),
            .submitted_ms = status.submissiontime(),
            .is_canceled = status.canceled(),
            .completed_ms = status.completiontime(),
            .reencrypted = status.numreencrypted(),
            .failures = status.numfailures(),
            .last_file = status.lastfile()});
      request.set_id(status.id());
    }
    if (!page.hasmore() || page.statuses().empty()) return {};
  }
}

}  // namespace mammoth::hdfs
