// Starts late: other modules may still be missing when this one is loaded.
#include <iostream>
#include <string>

#include "yard/host.h"

namespace {

std::string greeting(const yard_host& host) {
  int count = 0;
  for (const yard_module* module = yard_modules(); module; module = module->next) ++count;
  return "beacon: " + std::string(host.name) + " is up with " + std::to_string(count) + " modules";
}

yard_answer beacon_greet(const yard_host* host) {
  std::cout << greeting(*host) << std::endl;
  return YARD_PASS;
}

int start() {
  YARD_HOOK_ADD(late_start, beacon_greet, YARD_NORMAL);
  return 0;
}

}  // namespace

extern "C" {
YARD_MODULE("says that its host is up", start);
}
