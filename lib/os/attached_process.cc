#include "os/attached_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace modbuild {
namespace {

constexpr auto kPassedOn = std::to_array({SIGINT, SIGTERM, SIGHUP});

// A signal handler can see nothing else: the program in the foreground, and what arrived.
volatile std::sig_atomic_t g_signal = 0;

void note_signal(int number) {
  g_signal = number;
}

// Holds our handlers while the program runs.
class SignalGuard {
 public:
  SignalGuard() {
    g_signal = 0;
    struct sigaction action {};
    action.sa_handler = note_signal;
    for (std::size_t i = 0; i < kPassedOn.size(); ++i) {
      sigaction(kPassedOn[i], &action, &old_[i]);
    }
  }
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard() {
    for (std::size_t i = 0; i < kPassedOn.size(); ++i) {
      sigaction(kPassedOn[i], &old_[i], nullptr);
    }
  }

 private:
  std::array<struct sigaction, kPassedOn.size()> old_{};
};

// In the child: nothing but the program, or the errno why not through the pipe.
[[noreturn]] void become(char* const* argv, const char* directory, int report) {
  for (const int number : kPassedOn) std::signal(number, SIG_DFL);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
  if (chdir(directory) == 0) execv(argv[0], argv);
  const int failure = errno;
  const ssize_t sent = write(report, &failure, sizeof failure);
  _exit(sent == static_cast<ssize_t>(sizeof failure) ? 127 : 126);
}

int wait_for(pid_t child) {
  int status = 0;
  int passed = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    if (g_signal != passed) {
      passed = g_signal;
      kill(child, passed);
    }
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Expected<AttachedExit> run_attached(const std::vector<std::string>& argv,
                                    const std::string& directory) {
  const auto fail = [&](int number) {
    return tl::make_unexpected(HostError{number, "run", argv.front(), {}});
  };
  std::vector<std::string> words = argv;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::array<int, 2> report{};
  if (pipe2(report.data(), O_CLOEXEC) != 0) return fail(errno);
  const SignalGuard guard;
  const pid_t child = fork();
  if (child == 0) become(pointers.data(), directory.c_str(), report[1]);
  const int fork_failure = child < 0 ? errno : 0;
  close(report[1]);
  int failure = fork_failure;
  ssize_t got = 0;
  if (child > 0) {
    do {
      got = read(report[0], &failure, sizeof failure);
    } while (got < 0 && errno == EINTR);
  }
  close(report[0]);
  if (fork_failure != 0) return fail(fork_failure);
  const int status = wait_for(child);
  if (got == static_cast<ssize_t>(sizeof failure)) return fail(failure);
  return AttachedExit{status, g_signal != 0};
}

}  // namespace modbuild
