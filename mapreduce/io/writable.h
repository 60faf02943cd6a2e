// The Writables in one header. What makes a class of one's own one of them is said in
// mapreduce/api/writable_access.h.
#pragma once

#include "mapreduce/io/bytes_writable.h"
#include "mapreduce/io/number_writables.h"
#include "mapreduce/io/text.h"
