/* Named counters, printed in the order of their names when the host ends. */
#ifndef METER_H
#define METER_H

void meter_add(const char* name, long amount);

#endif
