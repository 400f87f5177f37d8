int both(void) { return 0; }
