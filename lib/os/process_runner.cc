#include "os/process_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include "base/str.h"
#include "os/descriptor.h"
#include "os/directory_listing.h"
#include "os/interrupt.h"
#include "os/root_directory.h"

namespace modbuild {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long output may still come after the program ended (a child of it may hold the pipe), and how
// long a program has to end after SIGTERM.
constexpr milliseconds kGrace{500};
// How often a program is looked at where the kernel cannot wake us when it ends.
constexpr milliseconds kPollStep{5};
// Each ends one generation of what was left behind.
constexpr int kStrayRounds = 1000;

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

// Both ends above the standard descriptors, so that placing one of those overwrites neither.
bool open_pipe(Pipe& out) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  const Descriptor read_end(ends[0]);
  const Descriptor write_end(ends[1]);
  out.read_end = Descriptor(::fcntl(read_end.get(), F_DUPFD_CLOEXEC, 3));
  out.write_end = Descriptor(::fcntl(write_end.get(), F_DUPFD_CLOEXEC, 3));
  if (!out.read_end.is_open() || !out.write_end.is_open()) return false;
  return ::fcntl(out.read_end.get(), F_SETFL, O_NONBLOCK) == 0;
}

// A file in memory that holds `text`, at its beginning, above the standard descriptors. Unlike a
// pipe it needs nobody who writes while the program runs.
Descriptor file_of(const std::string& text) {
  const Descriptor made(::memfd_create("input", MFD_CLOEXEC));
  Descriptor file(made.is_open() ? ::fcntl(made.get(), F_DUPFD_CLOEXEC, 3) : -1);
  std::string_view rest = text;
  while (file.is_open() && !rest.empty()) {
    const ssize_t written = ::write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Descriptor();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.is_open() && ::lseek(file.get(), 0, SEEK_SET) != 0) file.reset();
  return file;
}

// Pointers into `texts`, ended by a null, as exec wants them.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// What posix_spawn is told; freed at the end of the scope.
class SpawnSettings {
 public:
  explicit SpawnSettings(const ProcessStreams& streams) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    // Not where modbuild happens to be: that may be the tree, where programs find things to read.
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
    if (streams.input < 0) {
      posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    } else {
      posix_spawn_file_actions_adddup2(&actions_, streams.input, STDIN_FILENO);
    }
    posix_spawn_file_actions_adddup2(&actions_, streams.output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, streams.errors, STDERR_FILENO);
    // modbuild ignores SIGPIPE and SIGXFSZ; programs expect the usual state of all signals.
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    for (const int number : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGCHLD}) {
      sigaddset(&signals, number);
    }
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    const int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// 0, or an errno: nothing was started.
int spawn(const std::string& program, const ProcessRequest& request, const ProcessStreams& streams,
          pid_t& pid) {
  std::vector<std::string> words = request.argv;
  std::vector<std::string> variables;
  for (const auto& [name, value] : request.environment) {
    variables.push_back(cat(name, "=", value));
  }
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> environment = pointers(variables);
  const SpawnSettings settings(streams);
  return ::posix_spawn(&pid, program.c_str(), settings.actions(), settings.attributes(),
                       argv.data(), environment.data());
}

// A program that does not know when to stop is stopped by the kernel as well.
void limit_resources(pid_t pid) {
  const auto limit = [pid](__rlimit_resource resource, rlim_t value) {
    const rlimit both{value, value};
    ::prlimit(pid, resource, &both, nullptr);
  };
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 60);
  limit(RLIMIT_FSIZE, rlim_t{256} << 20U);
}

// The children of this process, of whichever thread they are.
std::vector<pid_t> own_children() {
  std::vector<pid_t> children;
  const std::string tasks = "/proc/self/task";
  const Descriptor directory(::open(tasks.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) return children;
  std::uint64_t stats = 0;
  const Expected<Listing> listing = read_directory(directory.get(), tasks, stats);
  if (!listing) return children;
  for (const DirEntry& task : listing->entries) {
    std::ifstream list(cat(tasks, "/", task.name, "/children"));
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

// One running program and what it has said so far.
class Run {
 public:
  Run(pid_t pid, const ProcessRequest& request, Descriptor output, Descriptor errors)
      : pid_(pid),
        request_(request),
        output_(std::move(output)),
        errors_(std::move(errors)),
        ended_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))),
        limit_(Clock::now() + request.time_limit) {}

  ProcessAnswer to_the_end();

 private:
  void wait_for_news();
  void take(Descriptor& from, std::string& to);
  // Whether the leader has ended; leaves it unreaped, so that its process group keeps its number.
  void look_at_leader();
  void enforce_limit();
  bool is_done() const;

  pid_t pid_;
  const ProcessRequest& request_;
  Descriptor output_;
  Descriptor errors_;
  Descriptor ended_;  // readable when the leader has ended; closed where the kernel has no pidfd
  Clock::time_point limit_;
  bool leader_ended_ = false;
  Clock::time_point drain_until_;
  ProcessAnswer answer_;
};

void Run::wait_for_news() {
  std::array<pollfd, 3> waited{{{output_.get(), POLLIN, 0},
                                {errors_.get(), POLLIN, 0},
                                {leader_ended_ ? -1 : ended_.get(), POLLIN, 0}}};
  const Clock::time_point until = leader_ended_ ? drain_until_ : limit_;
  milliseconds left = std::chrono::ceil<milliseconds>(until - Clock::now());
  if (!leader_ended_ && !ended_.is_open()) left = std::min(left, kPollStep);
  left = std::clamp(left, milliseconds{0}, milliseconds{60'000});
  // Failures (EINTR) only mean that we look again at once.
  ::poll(waited.data(), waited.size(), static_cast<int>(left.count()));
}

void Run::take(Descriptor& from, std::string& to) {
  std::array<char, 16 * 1024> buffer{};
  while (from.is_open()) {
    const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      from.reset();
      return;
    }
    const auto length = static_cast<std::size_t>(count);
    const std::size_t room =
        request_.output_limit - std::min<std::size_t>(request_.output_limit, to.size());
    to.append(buffer.data(), std::min(length, room));
    if (length > room) answer_.output_cut = true;
    // A program that never stops writing must not keep us from looking at the clock.
    if (length > room) return;
  }
}

void Run::look_at_leader() {
  if (leader_ended_) return;
  siginfo_t info{};
  const int result = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  if (result == 0 && info.si_pid != pid_) return;
  if (result != 0 && errno == EINTR) return;
  leader_ended_ = true;
  drain_until_ = Clock::now() + kGrace;
}

void Run::enforce_limit() {
  if (leader_ended_ || Clock::now() < limit_) return;
  ::kill(-pid_, answer_.timed_out ? SIGKILL : SIGTERM);
  answer_.timed_out = true;
  limit_ = Clock::now() + kGrace;
}

bool Run::is_done() const {
  if (!leader_ended_) return false;
  return (!output_.is_open() && !errors_.is_open()) || Clock::now() >= drain_until_;
}

ProcessAnswer Run::to_the_end() {
  while (!is_done()) {
    wait_for_news();
    take(output_, answer_.output);
    take(errors_, answer_.errors);
    look_at_leader();
    enforce_limit();
  }
  // Whatever the program left behind in its session's first group goes with it.
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) answer_.signal = WTERMSIG(status);
  answer_.exit_status = WIFSIGNALED(status) ? 128 + answer_.signal : WEXITSTATUS(status);
  return std::move(answer_);
}

}  // namespace

Expected<ProcessAnswer> RealProcessRunner::run(const ProcessRequest& request) {
  const std::string name = request.argv.empty() ? std::string{} : request.argv.front();
  std::string program = name;
  if (name.find('/') == std::string::npos) {
    const auto path = request.environment.find("PATH");
    program =
        find_program(name, path == request.environment.end() ? "/usr/bin:/bin" : path->second, {});
  }
  if (program.empty()) return tl::unexpected(host_error(ENOENT, "run", name));
  Pipe output;
  Pipe errors;
  if (!open_pipe(output) || !open_pipe(errors)) return tl::unexpected(host_error("run", name));
  const Descriptor input = request.input.empty() ? Descriptor() : file_of(request.input);
  if (!request.input.empty() && !input.is_open()) {
    return tl::unexpected(host_error("pass input to", name));
  }
  const Expected<int> pid =
      start(program, request, {input.get(), output.write_end.get(), errors.write_end.get()});
  if (!pid) return tl::unexpected(pid.error());
  output.write_end.reset();
  errors.write_end.reset();
  Run running(*pid, request, std::move(output.read_end), std::move(errors.read_end));
  ProcessAnswer answer = running.to_the_end();
  end(*pid);
  return answer;
}

Expected<int> RealProcessRunner::start(const std::string& program, const ProcessRequest& request,
                                       const ProcessStreams& streams) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const std::string& name = request.argv.front();
  if (interrupted_by() != 0) return tl::unexpected(host_error(EINTR, "run", name));
  if (running_.empty()) {
    // What programs leave behind becomes our child, whatever session it went to.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const pid_t child : own_children()) foreign_.insert(child);
  }
  pid_t pid = -1;
  const int number = spawn(program, request, streams, pid);
  if (number != 0) return tl::unexpected(host_error(number, "run", name));
  add_interruptible(pid);
  limit_resources(pid);
  ++started_;
  running_.insert(pid);
  return pid;
}

// When no program is running, every child that was not there before was left behind by one. The
// children of those that are killed become ours in turn.
void RealProcessRunner::end(int pid) {
  const std::lock_guard<std::mutex> guard(mutex_);
  remove_interruptible(pid);
  running_.erase(pid);
  if (!running_.empty()) return;
  for (int round = 0; round < kStrayRounds; ++round) {
    bool found = false;
    for (const pid_t child : own_children()) {
      if (foreign_.count(child) != 0) continue;
      found = true;
      ::kill(child, SIGKILL);
      int status = 0;
      ::waitpid(child, &status, 0);
    }
    if (!found) break;
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  foreign_.clear();
}

std::uint64_t RealProcessRunner::started() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return started_;
}

}  // namespace modbuild
