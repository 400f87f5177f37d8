// MB_CHECK: aborts with a message when our own assumption is wrong. Never for user mistakes.
#pragma once

#include <cstdio>
#include <cstdlib>

#define MB_CHECK(condition)                                                             \
  do {                                                                                  \
    if (!(condition)) {                                                                 \
      std::fprintf(stderr, "modbuild: internal error: %s:%d: %s\n", __FILE__, __LINE__, \
                   #condition);                                                         \
      std::abort();                                                                     \
    }                                                                                   \
  } while (false)
