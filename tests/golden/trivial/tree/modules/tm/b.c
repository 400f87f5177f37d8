int tm_b(void) { return 0; }
