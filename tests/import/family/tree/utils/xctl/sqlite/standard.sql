CREATE TABLE version (table_name VARCHAR(32), table_version INTEGER);
