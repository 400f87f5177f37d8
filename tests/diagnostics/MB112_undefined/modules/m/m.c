int gone(void); int run(void) { return gone(); }
