int value(void); int run(void) { return value(); }
