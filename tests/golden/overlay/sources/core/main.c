#include "version.h"

int main(void) { return VERSION - 14; }
