int agent(void) { return 0; }
