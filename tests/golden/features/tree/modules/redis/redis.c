int redis(void) { return 0; }
