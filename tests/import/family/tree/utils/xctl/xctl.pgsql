DATA=/usr/local/share/minisip/postgres
