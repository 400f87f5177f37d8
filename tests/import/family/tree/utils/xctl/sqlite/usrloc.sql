CREATE TABLE location (username VARCHAR(64), contact VARCHAR(255));
