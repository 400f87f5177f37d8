int tm_a(void) { return 0; }
