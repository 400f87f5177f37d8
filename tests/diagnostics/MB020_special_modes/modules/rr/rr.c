int rr;
