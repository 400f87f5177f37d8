int wire(void) { return 0; }
