int cli(void) { return 0; }
