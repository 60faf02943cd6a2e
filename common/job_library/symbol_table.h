// Names of functions by address, local ones too, out of the ELF file that was loaded. For reports
// of crashes: no memory is allocated, and a malformed file has no names.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mammoth {

// Copies the mangled name of the function of `file` that covers `address` (relative to where the
// file was loaded) to `name`, cut off at `capacity` - 1; false if there is none.
bool find_function_name(const char* file, std::uintptr_t address, char* name, std::size_t capacity);

}  // namespace mammoth
