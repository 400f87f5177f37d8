extern "C" int any() { return 1; }
