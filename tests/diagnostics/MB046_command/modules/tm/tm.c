int tm;
