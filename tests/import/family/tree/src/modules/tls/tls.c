#include <openssl/ssl.h>
#include <stdio.h>
#ifdef WITH_ZLIB
#include <zlib.h>
#endif

#include "../../core/module.h"

MODULE_VERSION

static int tls_version(const char *argument)
{
	SSL_CTX *context = SSL_CTX_new(TLS_method());
	printf("%s %s\n", argument, OpenSSL_version(OPENSSL_VERSION));
#ifdef WITH_ZLIB
	printf("zlib %s\n", zlibVersion());
#endif
	SSL_CTX_free(context);
	return context ? 0 : -1;
}

static const struct command commands[] = {{"tls_version", tls_version}, {0, 0}};
const struct module_exports exports = {"tls", commands, 0, 0};
