#ifndef NUMBERS_H
#define NUMBERS_H

#ifdef __cplusplus
extern "C" {
#endif
/* 1 when all of the text are digits behind a +. */
int is_number(const char *text);
#ifdef __cplusplus
}
#endif

#endif
