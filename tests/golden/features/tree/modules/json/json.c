int json(void) { return 0; }
