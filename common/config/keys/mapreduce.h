// Keys of MapReduce: jobs, tasks, committer, history; keys.h does not include this. Jobs may set
// all of them (mapred-site.xml, -D, Job); the engine reads them by name. Those without a default of
// their own are said in mapreduce/api.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kMapreduceFrameworkName{
    "mapreduce.framework.name", KeyType::kString, "", "local",
    "Where jobs run: local (in the process of their client) or yarn."};
inline constexpr ConfigKey kMapreduceJobReduces{
    "mapreduce.job.reduces", KeyType::kInt, "tasks", "1",
    "Reduce tasks of a job; with 0 the maps write the output.", "0..1000000"};
inline constexpr ConfigKey kMapreduceClusterLocalDir{
    "mapreduce.cluster.local.dir", KeyType::kString, "", "${hadoop.tmp.dir}/mapred/local",
    "Where local jobs keep intermediate data."};
inline constexpr ConfigKey kMapreduceTaskIoSortMb{
    "mapreduce.task.io.sort.mb", KeyType::kInt, "MB", "100",
    "Memory of a map's sort buffer.", "1..2047"};
inline constexpr ConfigKey kMapreduceMapSortSpillPercent{
    "mapreduce.map.sort.spill.percent", KeyType::kDouble, "", "0.8",
    "Share of the sort buffer that, once full, is sorted and written while the rest fills."};
inline constexpr ConfigKey kMapreduceTaskIoSortFactor{
    "mapreduce.task.io.sort.factor", KeyType::kInt, "files", "10",
    "Sorted files that are merged at a time.", "2..100000"};
inline constexpr ConfigKey kMapreduceMapCombineMinspills{
    "mapreduce.map.combine.minspills", KeyType::kInt, "files", "3",
    "From so many spills on the combiner runs over their merge as well.", "1..100000"};
inline constexpr ConfigKey kMapreduceMapOutputCompress{
    "mapreduce.map.output.compress", KeyType::kBool, "", "false",
    "Whether what goes from maps to reduces is compressed."};
inline constexpr ConfigKey kMapreduceMapOutputCompressCodec{
    "mapreduce.map.output.compress.codec", KeyType::kString, "",
    "org.apache.hadoop.io.compress.DefaultCodec", "Class name of that compression."};
inline constexpr ConfigKey kMapreduceOutputFileoutputformatCompress{
    "mapreduce.output.fileoutputformat.compress", KeyType::kBool, "", "false",
    "Whether the job's output is compressed."};
inline constexpr ConfigKey kMapreduceOutputFileoutputformatCompressCodec{
    "mapreduce.output.fileoutputformat.compress.codec", KeyType::kString, "",
    "org.apache.hadoop.io.compress.DefaultCodec", "Class name of that compression."};
inline constexpr ConfigKey kMapreduceOutputFileoutputformatCompressType{
    "mapreduce.output.fileoutputformat.compress.type", KeyType::kChoice, "", "RECORD",
    "What is compressed at a time in SequenceFiles.", "NONE|RECORD|BLOCK"};
inline constexpr ConfigKey kMapreduceFileoutputcommitterAlgorithmVersion{
    "mapreduce.fileoutputcommitter.algorithm.version", KeyType::kInt, "", "2",
    "2: output is in its place task by task; 1: when the job is committed.", "1..2"};
inline constexpr ConfigKey kMapreduceFileoutputcommitterMarksuccessfuljobs{
    "mapreduce.fileoutputcommitter.marksuccessfuljobs", KeyType::kBool, "", "true",
    "Whether a committed job leaves an empty file _SUCCESS."};
inline constexpr ConfigKey kMapreduceInputFileinputformatInputDirRecursive{
    "mapreduce.input.fileinputformat.input.dir.recursive", KeyType::kBool, "", "false",
    "Whether files in directories below the input paths are read."};
inline constexpr ConfigKey kMapreduceInputLineinputformatLinespermap{
    "mapreduce.input.lineinputformat.linespermap", KeyType::kInt, "lines", "1",
    "Lines of a map task of NLineInputFormat.", "1.."};
inline constexpr ConfigKey kMapreduceClientProgressmonitorPollinterval{
    "mapreduce.client.progressmonitor.pollinterval", KeyType::kInt, "ms", "1000",
    "How often the console looks at a job's progress, in milliseconds.", "1.."};
inline constexpr ConfigKey kYarnAppMapreduceAmStagingDir{
    "yarn.app.mapreduce.am.staging-dir", KeyType::kString, "", "/tmp/hadoop-yarn/staging",
    "Where jobs that run on YARN, and their history, lie."};
inline constexpr ConfigKey kMapreduceJobhistoryAddress{
    "mapreduce.jobhistory.address", KeyType::kAddress, "10020", "127.0.0.1:10020",
    "Where clients ask the history server for jobs that have ended. Differs from Apache, which "
    "listens on all addresses (0.0.0.0)."};
inline constexpr ConfigKey kMapreduceJobhistoryWebappAddress{
    "mapreduce.jobhistory.webapp.address", KeyType::kAddress, "19888", "127.0.0.1:19888",
    "Where the history server serves pages and REST. Differs from Apache, which listens on all "
    "addresses (0.0.0.0)."};
inline constexpr ConfigKey kMapreduceJobhistoryIntermediateDoneDir{
    "mapreduce.jobhistory.intermediate-done-dir", KeyType::kString, "",
    "${yarn.app.mapreduce.am.staging-dir}/history/done_intermediate",
    "Where application masters leave the history of a job that has ended."};
inline constexpr ConfigKey kMapreduceJobhistoryDoneDir{
    "mapreduce.jobhistory.done-dir", KeyType::kString, "",
    "${yarn.app.mapreduce.am.staging-dir}/history/done", "Where the history server keeps it."};
inline constexpr ConfigKey kMapreduceJobhistoryMoveIntervalMs{
    "mapreduce.jobhistory.move.interval-ms", KeyType::kDuration, "ms", "180000",
    "How often the history server takes over what application masters left; whoever asks for jobs "
    "makes it look at once.", "1ms.."};
inline constexpr ConfigKey kMapreduceJobhistoryCleanerEnable{
    "mapreduce.jobhistory.cleaner.enable", KeyType::kBool, "", "true",
    "Whether it deletes old jobs."};
inline constexpr ConfigKey kMapreduceJobhistoryCleanerIntervalMs{
    "mapreduce.jobhistory.cleaner.interval-ms", KeyType::kDuration, "ms", "86400000",
    "How often files of jobs that are too old are looked for.", "1ms.."};
inline constexpr ConfigKey kMapreduceJobhistoryMaxAgeMs{
    "mapreduce.jobhistory.max-age-ms", KeyType::kDuration, "ms", "604800000",
    "How long ago a job ended that is deleted.", "0ms.."};
inline constexpr ConfigKey kMapreduceJobhistoryLoadedjobsCacheSize{
    "mapreduce.jobhistory.loadedjobs.cache.size", KeyType::kInt, "jobs", "5",
    "Jobs whose whole history is kept in memory.", "1..10000"};
inline constexpr ConfigKey kMapreduceJobhistoryJobnameLimit{
    "mapreduce.jobhistory.jobname.limit", KeyType::kInt, "characters", "50",
    "How much of a job's name is in the name of its history file.", "0..200"};
inline constexpr ConfigKey kMapreduceJobhistoryJhistFormat{
    "mapreduce.jobhistory.jhist.format", KeyType::kChoice, "", "binary",
    "How history files are written.", "binary|json"};

}  // namespace mammoth::keys
// clang-format on
