const char *zlibVersion(void); int run(void) { return zlibVersion() != 0; }
