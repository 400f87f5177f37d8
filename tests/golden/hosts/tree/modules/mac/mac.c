int mac(void) { return 0; }
