#include "os/process_runner.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "support/temp_directory.h"

namespace modbuild {
namespace {

using std::chrono::milliseconds;

ProcessRequest shell(const std::string& script) {
  ProcessRequest request;
  request.argv = {"/bin/sh", "-c", script};
  request.environment = {{"PATH", "/usr/bin:/bin"}};
  return request;
}

ProcessAnswer run(const ProcessRequest& request) {
  RealProcessRunner runner;
  auto answer = runner.run(request);
  EXPECT_TRUE(answer) << answer.error().message();
  return answer ? *answer : ProcessAnswer{};
}

double seconds_of(const ProcessRequest& request) {
  const auto begin = std::chrono::steady_clock::now();
  run(request);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  return taken.count();
}

TEST(RealProcessRunner, GivesBothStreamsAndTheStatus) {
  const ProcessAnswer answer = run(shell("echo out; echo err >&2; exit 3"));
  EXPECT_EQ("out\n", answer.output);
  EXPECT_EQ("err\n", answer.errors);
  EXPECT_EQ(3, answer.exit_status);
  EXPECT_FALSE(answer.timed_out);
  EXPECT_FALSE(answer.output_cut);
}

TEST(RealProcessRunner, PassesInputThatIsLargerThanAPipe) {
  ProcessRequest request = shell("cat");
  request.input = std::string(1'000'000, 'x');
  request.output_limit = 2'000'000;
  EXPECT_EQ(request.input, run(request).output);
}

TEST(RealProcessRunner, WithoutInputThereIsNothingToRead) {
  EXPECT_EQ("0\n", run(shell("wc -c")).output);
}

TEST(RealProcessRunner, LooksTheProgramUpOnTheRequestsPath) {
  ProcessRequest request;
  request.argv = {"echo", "a b", "$HOME", ""};
  request.environment = {{"PATH", "/usr/bin:/bin"}};
  EXPECT_EQ("a b $HOME \n", run(request).output);
}

TEST(RealProcessRunner, StartsNothingWhenThereIsNoSuchProgram) {
  RealProcessRunner runner;
  ProcessRequest request;
  for (const char* name : {"no-such-program", "/no/such/program", ""}) {
    request.argv = {name};
    const auto answer = runner.run(request);
    ASSERT_FALSE(answer);
    EXPECT_EQ(ENOENT, answer.error().number);
  }
  request.argv = {};
  EXPECT_FALSE(runner.run(request));
  EXPECT_EQ(0U, runner.started());
}

TEST(RealProcessRunner, GivesTheEnvironmentOfTheRequestAndNoOther) {
  setenv("MODBUILD_TEST_SECRET", "x", 1);
  ProcessRequest request;
  request.argv = {"/usr/bin/env"};
  request.environment = {{"A", "1"}, {"B", "two words"}};
  EXPECT_EQ("A=1\nB=two words\n", run(request).output);
}

TEST(RealProcessRunner, GivesAnEmptyInput) {
  EXPECT_EQ("0\n", run(shell("wc -c")).output);
}

TEST(RealProcessRunner, GivesTheUsualStateOfSignals) {
  const auto old = signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(SIGPIPE, run(shell("kill -PIPE $$; echo ignored")).signal);
  signal(SIGPIPE, old);
}

TEST(RealProcessRunner, ReportsDeathBySignal) {
  EXPECT_EQ(SIGKILL, run(shell("kill -9 $$")).signal);
}

TEST(RealProcessRunner, EndsAProgramAtItsTimeLimit) {
  ProcessRequest request = shell("echo begun; sleep 60");
  request.time_limit = milliseconds(100);
  const ProcessAnswer answer = run(request);
  EXPECT_TRUE(answer.timed_out);
  EXPECT_EQ("begun\n", answer.output);
  EXPECT_EQ(SIGTERM, answer.signal);
}

TEST(RealProcessRunner, KillsAProgramThatIgnoresTheRequestToEnd) {
  ProcessRequest request = shell("trap '' TERM; while :; do sleep 1; done");
  request.time_limit = milliseconds(100);
  const ProcessAnswer answer = run(request);
  EXPECT_TRUE(answer.timed_out);
  EXPECT_EQ(SIGKILL, answer.signal);
}

TEST(RealProcessRunner, KillsTheWholeGroupAtTheLimit) {
  const TempDirectory directory;
  ProcessRequest request =
      shell("(trap '' TERM; sleep 2; touch '" + (directory / "late") + "') & sleep 60");
  request.time_limit = milliseconds(100);
  run(request);
  std::this_thread::sleep_for(milliseconds(2300));
  EXPECT_FALSE(directory.exists("late"));
}

TEST(RealProcessRunner, DoesNotWaitForAChildThatKeepsTheOutputOpen) {
  // Half a second is granted; the child would hold the pipe for 20.
  EXPECT_LT(seconds_of(shell("sleep 20 & echo done")), 10.0);
}

TEST(RealProcessRunner, KillsWhatAProgramLeavesBehindInASessionOfItsOwn) {
  const TempDirectory directory;
  run(shell("setsid sh -c 'sleep 1; touch \"" + directory / "late" +
            "\"' > /dev/null 2>&1 < /dev/null & sleep 0.2; echo done"));
  std::this_thread::sleep_for(milliseconds(1500));
  EXPECT_FALSE(directory.exists("late"));
}

TEST(RealProcessRunner, KillsWhatIsLeftBehindHoweverDeep) {
  const TempDirectory directory;
  run(shell("setsid sh -c \"setsid sh -c 'setsid sh -c \\\"sleep 1; touch " + directory / "late" +
            "\\\"; true' & sleep 0.3\" > /dev/null 2>&1 < /dev/null & sleep 0.2; echo done"));
  std::this_thread::sleep_for(milliseconds(1500));
  EXPECT_FALSE(directory.exists("late"));
}

TEST(RealProcessRunner, LeavesChildrenAloneThatItDidNotStart) {
  const pid_t other = fork();
  if (other == 0) {
    sleep(60);
    _exit(0);
  }
  run(shell("true"));
  int status = 0;
  EXPECT_EQ(0, waitpid(other, &status, WNOHANG));
  kill(other, SIGKILL);
  waitpid(other, &status, 0);
}

TEST(RealProcessRunner, RunsInTheRootDirectory) {
  EXPECT_EQ("/\n", run(shell("pwd")).output);
}

TEST(RealProcessRunner, LeavesOtherProgramsAlone) {
  RealProcessRunner runner;
  std::string slow;
  std::jthread other([&] {
    const auto answer = runner.run(shell("sleep 0.5; echo slow"));
    slow = answer ? answer->output : "?";
  });
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(runner.run(shell("true & exit 0")));
  other.join();
  EXPECT_EQ("slow\n", slow);
}

TEST(RealProcessRunner, CutsOutputAtTheLimitAndLetsTheProgramEnd) {
  ProcessRequest request = shell("head -c 300000 /dev/zero; echo end >&2");
  request.output_limit = 1000;
  const ProcessAnswer answer = run(request);
  EXPECT_EQ(1000U, answer.output.size());
  EXPECT_EQ("end\n", answer.errors);
  EXPECT_TRUE(answer.output_cut);
  EXPECT_EQ(0, answer.exit_status);
}

TEST(RealProcessRunner, EndsAProgramThatNeverStopsWriting) {
  ProcessRequest request = shell("cat /dev/zero");
  request.output_limit = 1000;
  request.time_limit = milliseconds(200);
  const ProcessAnswer answer = run(request);
  EXPECT_TRUE(answer.timed_out);
  EXPECT_TRUE(answer.output_cut);
  EXPECT_EQ(1000U, answer.output.size());
}

TEST(RealProcessRunner, RunsFromSeveralThreads) {
  RealProcessRunner runner;
  std::vector<std::string> outputs(8);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      threads.emplace_back([&, i] {
        for (int round = 0; round < 5; ++round) {
          const auto answer = runner.run(shell("printf " + std::to_string(i)));
          outputs[i] += answer ? answer->output : "?";
        }
      });
    }
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    EXPECT_EQ(std::string(5, static_cast<char>('0' + i)), outputs[i]);
  }
  EXPECT_EQ(40U, runner.started());
}

TEST(FakeProcessRunner, AnswersFromItsTableAndLogs) {
  FakeProcessRunner runner;
  runner.answers["cc --version"].output = "cc 1.0\n";
  ProcessRequest request;
  request.argv = {"cc", "--version"};
  EXPECT_EQ("cc 1.0\n", runner.run(request)->output);
  request.argv = {"ld"};
  EXPECT_EQ(ENOENT, runner.run(request).error().number);
  EXPECT_EQ((std::vector<std::string>{"cc --version", "ld"}), runner.log);
}

}  // namespace
}  // namespace modbuild
