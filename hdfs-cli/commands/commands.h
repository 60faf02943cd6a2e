// The commands of `hdfs dfs`, the table of contents: every entry lives in the file of its name.
#pragma once

#include <array>
#include <string_view>

#include "hdfs-cli/command.h"

namespace mammoth::cli {

extern const CommandInfo kAppendToFile, kCat, kChecksum, kChgrp, kChmod, kChown, kConcat,
    kCopyFromLocal, kCopyToLocal, kCount, kCp, kCreateSnapshot, kDeleteSnapshot, kDf, kDu, kDus,
    kExpunge, kFind, kGet, kGetfacl, kGetfattr, kGetmerge, kHead, kHelp, kLs, kLsr, kMkdir,
    kMoveFromLocal, kMoveToLocal, kMv, kPut, kRenameSnapshot, kRm, kRmdir, kRmr, kSetfacl,
    kSetfattr, kSetrep, kStat, kTail, kTest, kText, kTouch, kTouchz, kTruncate, kUsage;

// Ordered by name, as they are listed.
inline constexpr std::array kCommands{
    &kAppendToFile,
    &kCat,
    &kChecksum,
    &kChgrp,
    &kChmod,
    &kChown,
    &kConcat,
    &kCopyFromLocal,
    &kCopyToLocal,
    &kCount,
    &kCp,
    &kCreateSnapshot,
    &kDeleteSnapshot,
    &kDf,
    &kDu,
    &kDus,
    &kExpunge,
    &kFind,
    &kGet,
    &kGetfacl,
    &kGetfattr,
    &kGetmerge,
    &kHead,
    &kHelp,
    &kLs,
    &kLsr,
    &kMkdir,
    &kMoveFromLocal,
    &kMoveToLocal,
    &kMv,
    &kPut,
    &kRenameSnapshot,
    &kRm,
    &kRmdir,
    &kRmr,
    &kSetfacl,
    &kSetfattr,
    &kSetrep,
    &kStat,
    &kTail,
    &kTest,
    &kText,
    &kTouch,
    &kTouchz,
    &kTruncate,
    &kUsage,
};

// `name` without its dash; nullptr: no such command.
const CommandInfo* find_command(std::string_view name);

}  // namespace mammoth::cli
