#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

columns() { sed -E 's/[0-9][0-9.]*( [KMGTP])?%?/N/g; s/ +/ /g'; }
t -df | columns
t -df -h / | columns
t -df "$D/nope"
t -df -x
