int tone;
