#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

# Deleted files go to the trash of the user, under their full path.
TRASH=/user/$USER_NAME/.Trash
quietly -mkdir -p "/user/$USER_NAME" "$D/dir"
quietly -rm -r -f -skipTrash "$TRASH"
quietly -touchz "$D/f" "$D/dir/g"
rm_() { t -D fs.trash.interval=60 -rm "$@"; }
rm_ "$D/f"
rm_ -r "$D/dir"
t -ls -C "$TRASH/Current$D"
t -ls -C "$TRASH/Current$D/dir"
t -ls "$D"
# A second file of that name does not replace the first.
quietly -touchz "$D/f"
rm_ "$D/f"
t -ls -C "$TRASH/Current$D" | sed -E 's/f[0-9]{10,}/fTIME/'
# What is in the trash is deleted for good.
rm_ -r "$TRASH/Current$D/dir"
# What contains the trash stays.
rm_ -r /user
rm_ -r "$TRASH"
# A directory in the place of a file that is in the trash.
quietly -mkdir -p "$D/x/f"
quietly -touchz "$D/y"
rm_ "$D/y"
quietly -mkdir "$D/y"
quietly -touchz "$D/y/z"
rm_ "$D/y/z"
# A checkpoint, and an end with everything.
t -D fs.trash.interval=60 -expunge
t -ls -C "$TRASH" | sed -E 's/[0-9]{12}/TIME/'
t -D fs.trash.interval=60 -expunge -immediate
t -ls -C "$TRASH"
t -expunge x y z
t -D fs.trash.interval=60 -rm "$D/nope"
