// Names and places of a job's files, and what containers of the job are given. Failures throw
// Exception.
#pragma once

#include <map>
#include <string>

#include "common/yarn/types.h"
#include "mapreduce/api/configuration.h"
#include "mapreduce/api/files.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::staging {

inline constexpr const char* kJobFile = "job.xml";
inline constexpr const char* kSplitFile = "job.split";
inline constexpr const char* kSplitMetaFile = "job.splitmetainfo";
inline constexpr const char* kCommitStarted = "COMMIT_STARTED";
inline constexpr const char* kCommitSuccess = "COMMIT_SUCCESS";
inline constexpr const char* kCommitFailed = "COMMIT_FAIL";

// Keys that the client sets for the master and the tasks.
inline constexpr const char* kJobDirKey = "mapreduce.job.dir";              // of this job's files
inline constexpr const char* kUserKey = "mapreduce.job.user.name";          // who submitted it
inline constexpr const char* kProgramDirKey = "mapreduce.job.program.dir";  // of installed programs
inline constexpr const char* kFrameworkKey = "mapreduce.application.framework.path";

// "hdfs://…/tmp/hadoop-yarn/staging/alice/.staging"
std::string stagingDirectory(const Configuration& configuration, const std::string& user);

// A file that containers get. Throws where it is not there.
yarn::LocalResource resourceOf(const engine::Files& files, const std::string& uri,
                               yarn::LocalResource::Visibility visibility);

// What every container of the job has in its working directory: job.xml, the job's library, the
// files of -files, and the product itself where it travels.
std::map<std::string, yarn::LocalResource> containerResources(const Configuration& configuration);

// How one of the product's programs is called in such a container.
std::string programPath(const Configuration& configuration, const std::string& name);

// Variables of a container: whom HDFS shall see, and those that `key` names (mapreduce.map.env:
// NAME= value between commas).
std::map<std::string, std::string> containerEnvironment(const Configuration& configuration,
                                                        const char* key);

}  // namespace mammoth::mapreduce::staging
