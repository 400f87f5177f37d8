#include "numbers.h"

#include <regex>

extern "C" int is_number(const char *text)
{
	return std::regex_match(text, std::regex("\\+[0-9]+"));
}
