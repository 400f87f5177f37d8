int start(void) { return LEVEL; }
