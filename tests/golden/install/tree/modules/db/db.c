int db(void) { return 0; }
