// What SIGINT, SIGTERM and SIGHUP do while programs of ours run in sessions of their own, which the
// terminal does not reach: they end those programs, and the run is given up in order.
#pragma once

namespace modbuild {

// From now on the first of these signals is noted; a second one ends this process at once.
void watch_interrupts();

// The signal that was noted; 0 = none.
int interrupted_by();

// A process group that is to be ended by such a signal, from its start until its end. Up to 256 at
// a time; more than that go unheeded. Thread-safe.
void add_interruptible(int group);
void remove_interruptible(int group);

}  // namespace modbuild
