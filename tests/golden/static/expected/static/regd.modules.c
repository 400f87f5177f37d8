/* Written by modbuild: the modules that are linked into regd. */

struct modbuild_static_symbol {
  const char *name;
  void *address; /* 0: the module has no such symbol */
};

struct modbuild_static_module {
  const char *name;
  const char *file; /* as its file would be called */
  const struct modbuild_static_symbol *symbols; /* ends with a name of 0 */
};

extern char entry_acc_0[] __asm__("modbuild_static_acc_exports") __attribute__((weak));
extern char entry_acc_1[] __asm__("modbuild_static_acc__acc_exports") __attribute__((weak));
static const struct modbuild_static_symbol symbols_acc[] = {
    {"exports", entry_acc_0},
    {"_acc_exports", entry_acc_1},
    {0, 0},
};
const struct modbuild_static_module modbuild_static_modules[] = {
    {"acc", "regd_acc.so", symbols_acc},
    {0, 0, 0},
};
