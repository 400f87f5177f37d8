int mon;
