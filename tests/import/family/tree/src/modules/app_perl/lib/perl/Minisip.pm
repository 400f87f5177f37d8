package Minisip;
our $VERSION = "0.9";
1;
