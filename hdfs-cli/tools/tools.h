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

// `hadoop jar LIB …`: becomes the program `mapred` beside this one, as Hadoop's script becomes Java.
// Comes back only where that cannot be run.
int run_jar(Environment& environment, const Arguments& arguments);

}  // namespace mammoth::cli
