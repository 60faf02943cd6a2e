#include "namenode/web/snapshot_bean.h"

#include <fmt/format.h>

#include "common/http/json.h"

namespace mammoth::namenode {

namespace {

std::string path_below(const std::string& parent, const std::string& name) {
  return (parent == "/" ? "" : parent) + "/" + name;
}

// Mode 0755 is the number 755 there.
int mode_in_digits(Mode mode) {
  return std::stoi(fmt::format("{:o}", mode & 07777));
}

std::string directories_json(const SnapshotSurvey& survey) {
  http::JsonWriter json;
  json.begin_array();
  for (const SnapshottableStatus& directory : survey.directories) {
    const Inode& inode = *directory.status.inode;
    json.begin_object().member("group", inode.group);
    json.member("modificationTime", directory.status.directory.modification_time_ms);
    json.member("owner", inode.owner);
    json.member("path", path_below(directory.parent_path, directory.status.name));
    json.member("permission", mode_in_digits(inode.mode));
    json.member("snapshotNumber", directory.snapshots).member("snapshotQuota", directory.quota);
    json.end_object();
  }
  return std::move(json.end_array()).text();
}

// Those that are deleted are not listed here; Apache's keeps some, as DELETED, for a time.
std::string snapshots_json(const SnapshotSurvey& survey) {
  http::JsonWriter json;
  json.begin_array();
  for (const SnapshotStatus& snapshot : survey.snapshots) {
    json.begin_object().member("modificationTime", snapshot.status.directory.modification_time_ms);
    json.member("snapshotDirectory",
                path_below(path_below(snapshot.parent_path, ".snapshot"), snapshot.status.name));
    json.member("snapshotID", snapshot.id).member("status", "ACTIVE").end_object();
  }
  return std::move(json.end_array()).text();
}

}  // namespace

http::Bean snapshot_bean(const Namesystem& system) {
  const SnapshotSurvey survey = system.survey_snapshots();
  http::Bean bean{.name = "Hadoop:service=NameNode,name=SnapshotInfo",
                  .class_name = "org.apache.hadoop.hdfs.server.namenode.snapshot.SnapshotManager"};
  bean.add_json("SnapshottableDirectories", directories_json(survey));
  bean.add_json("Snapshots", snapshots_json(survey));
  return bean;
}

}  // namespace mammoth::namenode
