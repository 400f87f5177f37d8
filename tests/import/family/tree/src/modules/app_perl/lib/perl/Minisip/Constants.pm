package Minisip::Constants;
our $OK = 0;
1;
