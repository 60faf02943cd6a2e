// The function of the C library that this program has put its own in the place of: REAL(close)(fd).
#pragma once

#include <dlfcn.h>

#define REAL(name)                                                                            \
  ([] {                                                                                       \
    static decltype(&::name) function = nullptr;                                              \
    if (!function) function = reinterpret_cast<decltype(&::name)>(::dlsym(RTLD_NEXT, #name)); \
    return function;                                                                          \
  }())
