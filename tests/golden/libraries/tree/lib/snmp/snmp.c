int snmp(void) { return 0; }
