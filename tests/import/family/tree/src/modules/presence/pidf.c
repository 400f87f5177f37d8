#include <libxml/parser.h>
#include <string.h>

#include "presence.h"

int count_tuples(const char *text)
{
	xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), "pidf.xml", 0, XML_PARSE_NONET);
	int count = document ? (int)xmlChildElementCount(xmlDocGetRootElement(document)) : -1;
	xmlFreeDoc(document);
	return count;
}
