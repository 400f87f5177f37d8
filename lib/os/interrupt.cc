#include "os/interrupt.h"

#include <signal.h>

#include <array>
#include <atomic>

namespace modbuild {
namespace {

// A signal handler reaches nothing but what has a fixed place.
std::array<std::atomic<int>, 256> g_groups;
std::atomic<int> g_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void note(int number) {
  g_signal = number;
  for (const std::atomic<int>& group : g_groups) {
    if (const int id = group.load(); id > 0) ::kill(-id, SIGKILL);
  }
}

}  // namespace

void watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = note;
  // The second one does what it always did.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

int interrupted_by() {
  return g_signal;
}

void add_interruptible(int group) {
  for (std::atomic<int>& place : g_groups) {
    int free = 0;
    if (place.compare_exchange_strong(free, group)) break;
  }
  // It may have come before there was anything to end.
  if (g_signal != 0) ::kill(-group, SIGKILL);
}

void remove_interruptible(int group) {
  for (std::atomic<int>& place : g_groups) {
    int held = group;
    if (place.compare_exchange_strong(held, 0)) return;
  }
}

}  // namespace modbuild
