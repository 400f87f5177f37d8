int nodes(void) { return 0; }
