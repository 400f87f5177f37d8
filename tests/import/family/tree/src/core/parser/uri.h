#ifndef URI_H
#define URI_H

/* sip:user@host; what it points to belongs to the text. */
struct uri {
	const char *user, *host;
	int user_length, host_length;
};

int parse_uri(const char *text, struct uri *uri);

#endif
