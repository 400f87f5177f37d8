#include <gtest/gtest.h>

#include "elf/elf.h"

namespace modbuild {
namespace {

using Options = std::vector<std::string>;

TEST(StaticSymbols, KeepNothingWhenNobodyLooks) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.module.defined = {"helper", "run"};
  EXPECT_EQ(static_symbol_options(input), (Options{"--keep-global-symbol=p_tm"}));
}

TEST(StaticSymbols, RenameEntriesThatTheModuleHas) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.entries = {"exports", "mod_register"};
  input.module.defined = {"exports", "helper"};
  EXPECT_EQ(static_symbol_options(input),
            (Options{"--keep-global-symbol=p_tm", "--redefine-sym=exports=p_tm_exports",
                     "--keep-global-symbol=p_tm_exports"}));
}

TEST(StaticSymbols, KeepWhatUsersReferTo) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.module.defined = {"t_newtran", "t_reply"};
  input.users = {{{}, {}, {"printf"}, {}, {}, {}}, {{}, {}, {"t_reply"}, {}, {}, {}}};
  EXPECT_EQ(static_symbol_options(input),
            (Options{"--keep-global-symbol=p_tm", "--keep-global-symbol=t_reply"}));
}

// Its users look it up as the host does, under its new name.
TEST(StaticSymbols, DoNotKeepTheOldNameOfAnEntry) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.entries = {"exports"};
  input.module.defined = {"exports"};
  input.users = {{{"exports"}, {}, {"exports"}, {}, {}, {}}};
  EXPECT_EQ(static_symbol_options(input),
            (Options{"--keep-global-symbol=p_tm", "--redefine-sym=exports=p_tm_exports",
                     "--keep-global-symbol=p_tm_exports"}));
}

TEST(StaticSymbols, LetTheLinkerJoinWhatIsOneInTheProcess) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.module.defined = {"number"};
  input.module.unique = {"number"};
  EXPECT_EQ(static_symbol_options(input),
            (Options{"--keep-global-symbol=p_tm", "--keep-global-symbol=number",
                     "--weaken-symbol=number"}));
}

TEST(StaticSymbols, RenameSectionsWhoseBoundsTheModuleAsksFor) {
  StaticSymbolsInput input;
  input.prefix = "p_tm";
  input.module.sections = {".text", "hooks", "xrefs"};
  input.module.undefined = {"__start_others", "__start_xrefs", "__stop_xrefs"};
  EXPECT_EQ(static_symbol_options(input),
            (Options{"--keep-global-symbol=p_tm", "--redefine-sym=__start_xrefs=__start_xrefs_p_tm",
                     "--redefine-sym=__stop_xrefs=__stop_xrefs_p_tm",
                     "--rename-section=xrefs=xrefs_p_tm"}));
}

}  // namespace
}  // namespace modbuild
