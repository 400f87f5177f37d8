// What ELF files say, and what is made of it: the door of this folder.
#pragma once

#include "elf/archive_symbols.h"
#include "elf/dynamic_file.h"
#include "elf/object_symbols.h"
#include "elf/static_symbols.h"
