#include "model/flag_policy.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

struct FlagCase {
  const char* flag;
  const char* refusal;  // "" = may be used
};

class FlagPolicy : public testing::TestWithParam<FlagCase> {};

TEST_P(FlagPolicy, Decides) {
  const FlagCase& test = GetParam();
  EXPECT_EQ(refused_flag(test.flag, {}), test.refusal) << test.flag;
}

class PermittedFlag : public testing::TestWithParam<const char*> {};

TEST_P(PermittedFlag, Passes) {
  EXPECT_EQ(refused_flag(GetParam(), {}), "") << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Compiling, PermittedFlag,
    testing::Values("-O0", "-O2", "-Os", "-Ofast", "-g", "-g3", "-ggdb", "-gdwarf-4", "-Wall",
                    "-Wextra", "-Wno-unused", "-Werror=format-security", "-Wframe-larger-than=4096",
                    "-w", "-ansi", "-pedantic", "-pedantic-errors", "-std=c11", "-std=gnu++20",
                    "-fPIC", "-fno-strict-aliasing", "-fvisibility=hidden",
                    "-fstack-protector-strong", "-fsanitize=address,undefined", "-flto=auto",
                    "-fprofile-generate", "-fprofile-use", "-ffile-prefix-map=/a/b=.",
                    "-march=x86-64-v2", "-msse4.2", "-m32", "-mtune=native", "-DNAME",
                    "-DNAME=\"a b\"", "-D_GNU_SOURCE", "-DPATH=\"/usr/share/x\"", "-UNAME",
                    "-Iinclude", "-I/usr/include/libxml2", "-I/usr/lib/cmake/../../include",
                    "-isystem/usr/include/x", "-pthread", "-pipe", "--coverage",
                    "--param=ssp-buffer-size=4", "-nostdinc", "-Wp,-D_FORTIFY_SOURCE=2",
                    "-Wp,-U_FORTIFY_SOURCE", "-Wa,--noexecstack", "-includeconfig.h"));

INSTANTIATE_TEST_SUITE_P(
    Linking, PermittedFlag,
    testing::Values(
        "-lssl", "-l:libz.a", "-L/usr/lib/mysql", "-Llib", "-shared", "-static", "-static-libgcc",
        "-rdynamic", "-pie", "-no-pie", "-s", "-nostdlib", "-umain", "-znow", "-fuse-ld=gold",
        "-fuse-ld=lld", "/usr/lib/x86_64-linux-gnu/libhdf5.so", "/usr/lib/libz.so.1",
        "/usr/lib/libz.a", "-Wl,-O1", "-Wl,--as-needed", "-Wl,-as-needed", "-Wl,-z,now",
        "-Wl,-z,relro,-z,now", "-Wl,-zdefs", "-Wl,-rpath,/usr/lib/x", "-Wl,-rpath=$ORIGIN/../lib",
        "-Wl,--export-dynamic", "-Wl,-E", "-Wl,--version-script=module.map",
        "-Wl,--version-script,module.map", "-Wl,-Bsymbolic-functions", "-Wl,--no-undefined",
        "-Wl,--gc-sections", "-Wl,--build-id", "-Wl,--build-id=sha1", "-Wl,--hash-style=gnu",
        "-Wl,--start-group,-la,-lb,--end-group", "-Wl,--whole-archive,-lx,--no-whole-archive",
        "-Wl,--wrap=malloc", "-Wl,-soname,libx.so.1", "-Wl,--exclude-libs,ALL", "-Wl,-u,start",
        "-Wl,--enable-new-dtags"));

constexpr const char* kPlugin = "loads a plug-in into the compiler";
constexpr const char* kProgram = "makes the compiler run a program of the flag's choice";
constexpr const char* kDirectory = "runs compiler programs from a directory of the flag's choice";
constexpr const char* kSpecs = "reads a specs file, which can run programs";
constexpr const char* kUnchecked = "hands an unchecked option to another program";
constexpr const char* kWrites = "writes files of the flag's choice";
constexpr const char* kReads = "reads a file of the flag's choice";
constexpr const char* kOutput = "changes what the compiler makes, or where";
constexpr const char* kUnknown = "is not known to be harmless";
constexpr const char* kSeparate = "takes its argument from the next word: write both as one";
constexpr const char* kNoFlag = "is no flag";

INSTANTIATE_TEST_SUITE_P(
    RunCode, FlagPolicy,
    testing::Values(FlagCase{"-fplugin=./x.so", kPlugin}, FlagCase{"-fplugin-arg-x-y=z", kPlugin},
                    FlagCase{"-fpass-plugin=x.so", kPlugin}, FlagCase{"-iplugindir=x", kPlugin},
                    FlagCase{"-wrapper", kProgram}, FlagCase{"-wrapper,./evil.sh", kProgram},
                    FlagCase{"-B./dir/", kDirectory}, FlagCase{"-B", kDirectory},
                    FlagCase{"-gcc-toolchain", kDirectory}, FlagCase{"-specs=x.specs", kSpecs},
                    FlagCase{"--specs=x.specs", kSpecs}, FlagCase{"-Xclang", kUnchecked},
                    FlagCase{"-Xlinker", kUnchecked}, FlagCase{"-Xassembler", kUnchecked},
                    FlagCase{"-Xpreprocessor", kUnchecked}, FlagCase{"-Wa,-a=/tmp/x", kUnchecked},
                    FlagCase{"-Wa,--noexecstack,-a=x", kUnchecked},
                    FlagCase{"-Wp,-MD,/tmp/x", kUnchecked},
                    FlagCase{"-Wp,-DA,-MD,/tmp/x", kUnchecked},
                    FlagCase{"-mllvm", "loads code into the compiler"},
                    FlagCase{"-load", "loads code into the compiler"},
                    FlagCase{"-fuse-ld=/tmp/ld", kProgram}, FlagCase{"-fuse-ld=evil", kProgram},
                    FlagCase{"--ld-path=/tmp/ld", kProgram},
                    FlagCase{"-fmodule-mapper=|./evil.sh",
                             "reads and writes module files, or runs a program that maps them"},
                    FlagCase{"-foffload-options=-fplugin=x", kUnchecked},
                    FlagCase{"@args", "reads further flags from a file"}));

INSTANTIATE_TEST_SUITE_P(
    ReadAndWriteFiles, FlagPolicy,
    testing::Values(
        FlagCase{"-o", kOutput}, FlagCase{"-o/tmp/x", kOutput},
        FlagCase{"-MF", "writes dependency files, which modbuild asks for itself"},
        FlagCase{"-MMD", "writes dependency files, which modbuild asks for itself"},
        FlagCase{"-save-temps", kWrites}, FlagCase{"-save-temps=obj", kWrites},
        FlagCase{"-dumpdir", kWrites}, FlagCase{"-dD", kWrites}, FlagCase{"-aux-info", kWrites},
        FlagCase{"-fdump-tree-all=/tmp/x", kWrites}, FlagCase{"-fopt-info-vec=/tmp/x", kWrites},
        FlagCase{"-fprofile-generate=/tmp", kWrites}, FlagCase{"-fprofile-dir=/tmp", kWrites},
        FlagCase{"-ftime-trace=x", kWrites}, FlagCase{"-fdiagnostics-format=sarif-file", kWrites},
        FlagCase{"-fprofile-use=/tmp/x.gcda", kReads}, FlagCase{"-fauto-profile=x", kReads},
        FlagCase{"-include/etc/passwd", kReads}, FlagCase{"-include../../x.h", kReads},
        FlagCase{"-imacros/etc/x", kReads}, FlagCase{"-include-pch", kReads},
        FlagCase{"-fsanitize-ignorelist=/etc/shadow", kReads}, FlagCase{"-mfoo=../x", kReads},
        FlagCase{"-I../../secret", "leads out of the tree"},
        FlagCase{"-L..", "leads out of the tree"},
        FlagCase{"-Tscript.ld", "replaces the linker script"},
        FlagCase{"-l:../libx.a", "links a file of the flag's choice"}));

INSTANTIATE_TEST_SUITE_P(
    ChangeTheStep, FlagPolicy,
    testing::Values(FlagCase{"-c", kOutput}, FlagCase{"-S", kOutput}, FlagCase{"-E", kOutput},
                    FlagCase{"-r", kOutput}, FlagCase{"-fsyntax-only", kOutput},
                    FlagCase{"-###", kOutput}, FlagCase{"-emit-llvm", kOutput},
                    FlagCase{"-x", "changes the language of the sources"},
                    FlagCase{"-xassembler", "changes the language of the sources"},
                    FlagCase{"-cc1", kUnchecked}));

INSTANTIATE_TEST_SUITE_P(
    NotKnown, FlagPolicy,
    testing::Values(FlagCase{"-Q", kUnknown}, FlagCase{"--help", kUnknown},
                    FlagCase{"--sysroot=/x", kUnknown}, FlagCase{"-", kUnknown},
                    FlagCase{"-I", kSeparate}, FlagCase{"-D", kSeparate}, FlagCase{"-L", kSeparate},
                    FlagCase{"-l", kSeparate}, FlagCase{"-isystem", kSeparate},
                    FlagCase{"-z", kSeparate}, FlagCase{"-D1", kUnknown}, FlagCase{"-I-", kUnknown},
                    FlagCase{"-I@x", kUnknown}, FlagCase{"-l@x", kUnknown},
                    FlagCase{"evil.o", kNoFlag}, FlagCase{"", kNoFlag},
                    FlagCase{"/tmp/evil.o", kNoFlag}, FlagCase{";touch", kNoFlag},
                    FlagCase{"-DA=\x1b[2J", "holds a control character or is not valid UTF-8"},
                    FlagCase{"-DA=\xFF", "holds a control character or is not valid UTF-8"}));

constexpr const char* kLinkerUnknown =
    "hands the linker an option that is not known to be harmless";
constexpr const char* kLinkerWrites = "makes the linker write a file of the flag's choice";
constexpr const char* kLinkerReads = "makes the linker read a file of the flag's choice";
constexpr const char* kLinkerPlugin = "loads a plug-in into the linker";
constexpr const char* kLoader = "chooses the program that loads what is linked";
constexpr const char* kNoArgument = "leaves out the argument of a linker option";

INSTANTIATE_TEST_SUITE_P(
    Linker, FlagPolicy,
    testing::Values(
        FlagCase{"-Wl,-plugin,./x.so", kLinkerPlugin}, FlagCase{"-Wl,--plugin=x.so", kLinkerPlugin},
        FlagCase{"-Wl,-O1,-plugin,x.so", kLinkerPlugin},
        FlagCase{"-Wl,-rpath,/x,-plugin,x.so", kLinkerPlugin},
        FlagCase{"-Wl,-dynamic-linker,/tmp/ld.so", kLoader},
        FlagCase{"-Wl,--dynamic-linker=/tmp/ld.so", kLoader},
        FlagCase{"-Wl,-I,/tmp/ld.so", kLoader}, FlagCase{"-Wl,-Map=/tmp/x", kLinkerWrites},
        FlagCase{"-Wl,-o,/tmp/x", kLinkerWrites},
        FlagCase{"-Wl,-T,x.ld", "replaces the linker script"},
        FlagCase{"-Wl,--script=x.ld", "replaces the linker script"},
        FlagCase{"-Wl,--version-script=/etc/passwd", kLinkerReads},
        FlagCase{"-Wl,--version-script=../x.map", kLinkerReads},
        FlagCase{"-Wl,@args", kLinkerUnknown}, FlagCase{"-Wl,x.o", kLinkerUnknown},
        FlagCase{"-Wl,", kLinkerUnknown}, FlagCase{"-Wl,--unheard-of", kLinkerUnknown},
        FlagCase{"-Wl,--as-needed=x", kLinkerUnknown}, FlagCase{"-Wl,-rpath", kNoArgument},
        FlagCase{"-Wl,-rpath=", kNoArgument}, FlagCase{"-Wl,-rpath,-plugin", kNoArgument},
        FlagCase{"-Wl,-rpath,@x", kNoArgument}, FlagCase{"-Wl,-z", kNoArgument},
        FlagCase{"-Wl,-l", kNoArgument}));

TEST(FlagPolicyAllowList, PermitsExactlyTheFlagsItNames) {
  const std::vector<std::string> allowed = {"-fplugin=x.so", "-save-temps"};
  EXPECT_EQ(refused_flag("-fplugin=x.so", allowed), "");
  EXPECT_EQ(refused_flag("-save-temps", allowed), "");
  EXPECT_EQ(refused_flag("-fplugin=y.so", allowed), kPlugin);
  EXPECT_EQ(refused_flag("-save-temps=obj", allowed), kWrites);
}

}  // namespace
}  // namespace modbuild
