#!/bin/sh
exec openssl req -x509 -nodes -subj "/CN=$MAIN_NAME" -keyout "$2$MAIN_NAME-selfsigned.key" \
	-out "$2$MAIN_NAME-selfsigned.pem"
