// How jemalloc works in this program, which ends soon: memory that is free is kept, not given back
// to the system and asked for again.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:4,dirty_decay_ms:-1,muzzy_decay_ms:-1";
}
