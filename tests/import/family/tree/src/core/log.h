#ifndef LOG_H
#define LOG_H

#include <stdio.h>

#ifdef MOD_NAME
#define LOG(...) (fprintf(stderr, "%s: ", MOD_NAME), fprintf(stderr, __VA_ARGS__))
#else
#define LOG(...) (fprintf(stderr, "%s: ", NAME), fprintf(stderr, __VA_ARGS__))
#endif

#endif
