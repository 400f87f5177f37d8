#include "os/attached_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>

#include "base/str.h"
#include "os/descriptor.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostSaid = 64U << 20U;
constexpr int kLook = 50;  // ms between two looks at whether the program has ended

constexpr auto kPassedOn = std::to_array({SIGINT, SIGTERM, SIGHUP});

// A signal handler can see nothing else: the program in the foreground, and what arrived.
volatile std::sig_atomic_t g_passed_on = 0;

void note_signal(int number) {
  g_passed_on = number;
}

// Holds our handlers while the program runs.
class SignalGuard {
 public:
  SignalGuard() {
    g_passed_on = 0;
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

// In the child: nothing but the program, or the errno why not through the pipe. `output`: what its
// streams become, or -1.
[[noreturn]] void become(char* const* argv, char* const* environment, const char* directory,
                         int report, int output) {
  if (output >= 0) {
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
  }
  for (const int number : kPassedOn) std::signal(number, SIG_DFL);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
  if (chdir(directory) == 0) execve(argv[0], argv, environment);
  const int failure = errno;
  const ssize_t sent = write(report, &failure, sizeof failure);
  _exit(sent == static_cast<ssize_t>(sizeof failure) ? 127 : 126);
}

// As exec wants them, ended by a null.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int exit_status_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Hands a signal on that has arrived since the last one.
void pass_on(pid_t child, int& passed) {
  if (g_passed_on == passed) return;
  passed = g_passed_on;
  kill(child, passed);
}

int wait_for(pid_t child) {
  int status = 0;
  int passed = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) pass_on(child, passed);
  return exit_status_of(status);
}

// A reader that went away is no reason to stop the build.
void write_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Copies what there is to read now; false at the end.
bool copy_some(int pipe, std::string& said) {
  std::array<char, 16 * 1024> buffer{};
  const ssize_t count = read(pipe, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(count));
  write_out(text);
  if (said.size() < kMostSaid) said += text.substr(0, kMostSaid - said.size());
  return count > 0;
}

// Until the program has ended and nothing is left to read; what it leaves behind may hold the pipe.
int copy_and_wait(pid_t child, int pipe, std::string& said) {
  std::optional<int> ended;
  int passed = 0;
  bool open = true;
  while (open || !ended) {
    pollfd waited{open ? pipe : -1, POLLIN, 0};
    const int ready = poll(&waited, 1, ended ? 0 : kLook);
    if (ready > 0) open = copy_some(pipe, said);
    if (ready == 0 && ended) break;
    pass_on(child, passed);
    int status = 0;
    if (!ended && waitpid(child, &status, WNOHANG) == child) ended = exit_status_of(status);
  }
  return *ended;
}

}  // namespace

Expected<AttachedExit> run_attached(const std::vector<std::string>& argv,
                                    const std::string& directory,
                                    const std::map<std::string, std::string>& environment,
                                    std::string* said) {
  const auto fail = [&](int number) {
    return tl::make_unexpected(HostError{number, "run", argv.front(), {}});
  };
  std::vector<std::string> words = argv;
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(cat(name, "=", value));
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> settings = pointers_to(variables);
  std::array<int, 2> report{};
  if (pipe2(report.data(), O_CLOEXEC) != 0) return fail(errno);
  std::array<int, 2> output{-1, -1};
  if (said != nullptr && pipe2(output.data(), O_CLOEXEC) != 0) {
    const int number = errno;
    close(report[0]);
    close(report[1]);
    return fail(number);
  }
  const Descriptor heard(output[0]);
  Descriptor spoken(output[1]);
  const SignalGuard guard;
  const pid_t child = fork();
  if (child == 0)
    become(arguments.data(), settings.data(), directory.c_str(), report[1], spoken.get());
  const int fork_failure = child < 0 ? errno : 0;
  spoken.reset();
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
  const int status = said != nullptr ? copy_and_wait(child, heard.get(), *said) : wait_for(child);
  if (got == static_cast<ssize_t>(sizeof failure)) return fail(failure);
  return AttachedExit{status, g_passed_on != 0};
}

}  // namespace modbuild
