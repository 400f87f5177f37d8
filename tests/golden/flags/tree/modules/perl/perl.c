int perl(void) { return 0; }
