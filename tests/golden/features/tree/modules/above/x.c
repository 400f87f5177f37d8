int x2(void) { return 0; }
