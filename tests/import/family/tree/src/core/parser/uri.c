#include "uri.h"

#include <string.h>

int parse_uri(const char *text, struct uri *uri)
{
	const char *at = strchr(text, '@');
	if(strncmp(text, "sip:", 4) != 0 || !at)
		return -1;
	uri->user = text + 4;
	uri->user_length = (int)(at - uri->user);
	uri->host = at + 1;
	uri->host_length = (int)strcspn(uri->host, ":;?>");
	return 0;
}
