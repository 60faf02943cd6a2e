// The sub-commands of `hdfs` and `hadoop` that are neither file commands nor administration: one in
// each file. All take the arguments behind their name, generic options removed, and answer the exit
// code.
#pragma once

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// `hdfs getconf`: values of the configuration (Hadoop: org.apache.hadoop.hdfs.tools.GetConf).
int run_getconf(Environment& environment, const Arguments& arguments);

// `hdfs version`. The first line is "Hadoop x.y.z", which programs parse: the version whose
// protocols and commands this is compatible with.
int run_version(Environment& environment, const Arguments& arguments);

// `hdfs envvars`: the environment variables that count, with the values they have here.
int run_envvars(Environment& environment, const Arguments& arguments);

// `hdfs groups [user...]`: the groups of users as the NameNode sees them.
int run_groups(Environment& environment, const Arguments& arguments);

// `hdfs storagepolicies`: which there are, and those of files and directories.
int run_storage_policies(Environment& environment, const Arguments& arguments);

// `hdfs fsck`: the exit code is that of the last line of the NameNode's answer.
int run_fsck(Environment& environment, const Arguments& arguments);
int explain_fsck(Environment& environment);  // -help

// `hdfs balancer`: moves blocks until the DataNodes are equally full (hdfs-cli/balancer).
int run_balancer(Environment& environment, const Arguments& arguments);
int explain_balancer(Environment& environment);  // -help

// `hadoop distcp`: a parallel copy between file systems (hdfs-cli/distcp).
int run_distcp(Environment& environment, const Arguments& arguments);

// `hdfs classpath`, `hadoop conftest`, `hadoop daemonlog`, `hadoop key`.
int run_classpath(Environment& environment, const Arguments& arguments);
int run_conftest(Environment& environment, const Arguments& arguments);
int run_daemonlog(Environment& environment, const Arguments& arguments);
int run_key(Environment& environment, const Arguments& arguments);

// `hdfs cacheadmin`, `hdfs crypto`, `hdfs ec`: the cache, encryption zones and erasure coding.
int run_cacheadmin(Environment& environment, const Arguments& arguments);
int run_crypto(Environment& environment, const Arguments& arguments);
int run_ec(Environment& environment, const Arguments& arguments);

// `hdfs debug` and `hadoop checknative`.
int run_debug(Environment& environment, const Arguments& arguments);
int run_checknative(Environment& environment, const Arguments& arguments);

// `hdfs lsSnapshottableDir`: the directories that may have snapshots.
int run_ls_snapshottable_dir(Environment& environment, const Arguments& arguments);

// `hdfs lsSnapshot DIR`: its snapshots.
int run_ls_snapshot(Environment& environment, const Arguments& arguments);

// `hdfs snapshotDiff DIR FROM TO`: what changed between two of them.
int run_snapshot_diff(Environment& environment, const Arguments& arguments);

// `hadoop jar LIB …`: becomes the program `mapred` beside this one, as Hadoop's script becomes
// Java. Comes back only where that cannot be run.
int run_jar(Environment& environment, const Arguments& arguments);

// `yarn application`, `yarn node` and the like: becomes the program `yarn-cli` beside this one. Comes
// back only where that cannot be run.
int run_yarn_client(Environment& environment, const std::string& command,
                    const Arguments& arguments);

}  // namespace mammoth::cli
