int hooks(void) { return 0; }
