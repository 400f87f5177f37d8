int tell(void); int run(void) { return tell(); }
