#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%s: would send %s to %sctl\n", NAME, argc > 1 ? argv[1] : "nothing", RUN_DIR);
	return 0;
}
