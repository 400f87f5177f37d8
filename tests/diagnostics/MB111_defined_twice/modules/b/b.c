int main_value(void) { return 1; } int run(void) { return 1; }
