int test_x(void) { return 0; }
