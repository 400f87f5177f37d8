int tls(void) { return 0; }
