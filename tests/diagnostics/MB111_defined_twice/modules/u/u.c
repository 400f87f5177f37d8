int main_value(void); int run(void) { return main_value(); }
