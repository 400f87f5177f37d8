int tls;
