int codec() {
  return 0;
}
