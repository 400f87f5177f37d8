#include "emit/make_rules.h"

#include "base/path.h"

namespace modbuild {

const char* make_compile_macro(const CompileStep& step) {
  switch (step.language) {
    case Language::C:
      return "compile_c";
    case Language::Cxx:
      return "compile_cxx";
    case Language::Asm:
      break;
  }
  // Without the preprocessor no depfile comes into being, and clang warns of -MMD.
  return suffix_of(step.source.text) == ".s" ? "assemble" : "compile_asm";
}

const char* make_link_macro(const LinkStep& step) {
  switch (step.kind) {
    case LinkKind::Module:
      return step.cxx ? "link_module_cxx" : "link_module";
    case LinkKind::SharedLibrary:
      return step.cxx ? "link_shared_cxx" : "link_shared";
    case LinkKind::Program:
      return step.cxx ? "link_program_cxx" : "link_program";
    case LinkKind::Archive:
      break;
  }
  return "archive";
}

void add_make_prelude(MakeText& out) {
  out.add(
      "# Written by modbuild; changes are lost when it runs again. For GNU Make 4.0 or later.\n"
      "# `make help` lists goals and variables. Make has no pools: links run as -j says.\n"
      "ifneq (,$(filter 0.% 1.% 2.% 3.%,$(or $(MAKE_VERSION),0.0)))\n"
      "$(error GNU Make 4.0 or later is needed, this is $(MAKE_VERSION); or: modbuild gen "
      "--backend ninja)\n"
      "endif\n"
      "$(if $(filter-out Makefile ./Makefile,$(lastword $(MAKEFILE_LIST))),$(if $(filter "
      "$(realpath "
      "Makefile),$(realpath $(lastword $(MAKEFILE_LIST)))),,$(error this file works in its own "
      "directory only: make -C '$(patsubst %/Makefile,%,$(strip $(MAKEFILE_LIST)))')))\n"
      "typed = $(foreach v,$(1),$(if $(findstring command,$(origin $(v))),$(v)))\n"
      "$(foreach v,$(call typed,CC CXX AR CFLAGS CXXFLAGS CPPFLAGS LDFLAGS),$(error $(v) is "
      "settled "
      "by gen: $(v)='$($(v))' modbuild gen))\n"
      "$(foreach v,$(call typed,prefix bindir sbindir libexecdir libdir datadir sysconfdir "
      "includedir localstatedir mandir docdir moduledir confdir),$(error $(v) is settled by gen: "
      "modbuild gen --dir $(v)='$($(v))'))\n"
      "$(foreach v,$(call typed,PREFIX BINDIR SBINDIR LIBDIR LIBEXECDIR DATADIR SYSCONFDIR "
      "INCLUDEDIR MANDIR DOCDIR),$(error $(v) has no effect: directories are settled by gen, "
      "modbuild gen --dir prefix=PATH))\n"
      "$(foreach v,$(call typed,LD RANLIB NM OBJCOPY INSTALL INSTALL_PROGRAM INSTALL_DATA),$(error "
      "$(v) has no effect: say programs to gen, CC=.. AR=.. modbuild gen))\n"
      "$(foreach v,$(call typed,LDLIBS LIBS),$(error $(v) has no effect: say in manifests what is "
      "linked, then modbuild gen))\n"
      "$(foreach v,$(call typed,exec_prefix datarootdir htmldir infodir runstatedir),$(error $(v) "
      "has no effect: set "
      "directories one by one, modbuild gen --dir NAME=PATH))\n"
      "MAKEFLAGS += -rR\n"
      "# Whatever else is asked for comes after it.\n"
      "ifneq (,$(filter clean,$(MAKECMDGOALS)))\n"
      ".NOTPARALLEL:\n"
      "endif\n"
      ".SUFFIXES:\n"
      ".DELETE_ON_ERROR:\n"
      ".DEFAULT_GOAL := all\n"
      "SHELL := /bin/sh\n"
      "EQ := =\n"
      "_ :=\n"
      "Q := $(if $(V),,@)\n\n");
}

void add_make_macros(MakeText& out) {
  out.add(
      "\n# $(1): the key of a step; $(2): the hash of its command; $(3): its flags; $(4): whose\n"
      "# toolchain. s.KEY is the hash of the step that made what is there, d.KEY and e.KEY what "
      "it\n"
      "# included; k.HASH is a file that a generator makes.\n"
      "letters := $(filter-out --%,$(firstword -$(MAKEFLAGS)))\n"
      "dry := $(findstring n,$(letters))$(findstring q,$(letters))\n"
      "silent := $(findstring s,$(letters))\n"
      "# Outputs that came out as they were are older than their stamp; a run that only asks "
      "would\n"
      "# take them for out of date.\n"
      "late := $(if $(dry),|)\n"
      "out = $(or $(o.$(1)),$@)\n"
      "in = $(or $(i.$(1)),$<)\n"
      "needs = $(d.$(1)) $(e.$(1)) $(if $(filter $(2),$(s.$(1))),,FORCE)\n"
      "gone = $(foreach k,$(1),$(if $(wildcard $(k.$(k))),,FORCE))\n"
      "say = $(if $(V)$(silent),,echo '$(1)'; )\n"
      "fresh = : >$(out).dep &&\n"
      "done = && echo 's.$(1) := $(2)' >$(out).dep\n"
      "for = $(if $(4), (for build))\n"
      "deps = -MMD -MF $(out).d -c $(in) -o $(out) && $(tool) depfile $(out).d $(out) $(1) $(2)\n"
      "compile_c = $(Q)$(call say,CC $<$(for))$(fresh) $(at) $(launcher_c$(4)) $(cc$(4)) $(here) "
      "$($(3)) $(x.$(1)) $(cflags$(4)) $(deps)\n"
      "compile_cxx = $(Q)$(call say,CXX $<$(for))$(fresh) $(at) $(launcher_cxx$(4)) $(cxx$(4)) "
      "$(here) $($(3)) $(x.$(1)) $(cxxflags$(4)) $(deps)\n"
      "compile_asm = $(Q)$(call say,ASM $<$(for))$(fresh) $(at) $(launcher_c$(4)) $(cc$(4)) "
      "$(here) $($(3)) $(x.$(1)) $(cflags$(4)) $(deps)\n"
      "assemble = $(Q)$(call say,AS $<$(for))$(fresh) $(at) $(launcher_c$(4)) $(cc$(4)) $(here) "
      "$($(3)) $(x.$(1)) $(cflags$(4)) -c $(in) -o $(out) $(done)\n"
      "rsp = $(if $(dry),,$(file >$@.rsp,$(r.$(1)) $($(3))))\n"
      "link = $(Q)$(call say,$(5) $@$(for))$(fresh) $(at) $($(6)$(4)) $(here) $(7) $(ldflags$(4)) "
      "-o $(out) @$(out).rsp $(done)\n"
      "link_module = $(rsp)$(call link,$(1),$(2),$(3),$(4),MODULE,cc,-shared -fPIC)\n"
      "link_module_cxx = $(rsp)$(call link,$(1),$(2),$(3),$(4),MODULE,cxx,-shared -fPIC)\n"
      "link_shared = $(rsp)$(call link,$(1),$(2),$(3),$(4),LIBRARY,cc,-shared -fPIC)\n"
      "link_shared_cxx = $(rsp)$(call link,$(1),$(2),$(3),$(4),LIBRARY,cxx,-shared -fPIC)\n"
      "link_program = $(rsp)$(call link,$(1),$(2),$(3),$(4),PROGRAM,cc)\n"
      "link_program_cxx = $(rsp)$(call link,$(1),$(2),$(3),$(4),PROGRAM,cxx)\n"
      "archive = $(rsp)$(Q)$(call say,ARCHIVE $@$(for))$(fresh) rm -f $(out) && $(ar$(4)) rcsD "
      "$(out) @$(out).rsp $(done)\n"
      "first = $(or $(o.$(1)),$(@:.stamp=))\n"
      "aside = : >$(first).dep && for o in $(g.$(1)); do [ ! -f \"$$o\" ] || mv -f \"$$o\" "
      "\"$$o.old\" || exit 1; done;\n"
      "script = $(if $(dry),,$(file >$(@:.stamp=).sh,exec $(c.$(1))))\n"
      "back = for o in $(g.$(1)); do [ -f \"$$o\" ] || { echo \"the generator did not write $$o\" "
      ">&2; exit 1; }; if cmp -s \"$$o\" \"$$o.old\" 2>/dev/null; then mv -f \"$$o.old\" \"$$o\"; "
      "else rm -f \"$$o.old\"; fi || exit 1; done;\n"
      "made = $(if $(m.$(1)),$(tool) depfile $(m.$(1)) $(first) $(1) $(2),echo 's.$(1) := $(2)' "
      ">$(first).dep) && : >$(first).stamp\n"
      "generate = $(script)$(Q)$(call say,GEN $(@:.stamp=))$(aside) sh $(first).sh || { s=$$?; rm "
      "-f $(g.$(1)); exit $$s; }; $(back) $(made)\n"
      "generate_output = $(script)$(Q)$(call say,GEN $(@:.stamp=))$(aside) sh $(first).sh "
      ">$(first).new || { s=$$?; rm -f $(first).new; exit $$s; }; mv -f $(first).new $(first) || "
      "exit 1; $(back) $(made)\n\n"
      ".PHONY: FORCE\nFORCE:\n\n");
}

void add_make_goals(MakeText& out) {
  out.add(
      "# Of a directory that no rule makes, make would say that nothing is to be done.\n"
      "not_made := $(filter-out $(goals) clean help install uninstall %/.,$(MAKECMDGOALS))\n"
      "not_made := $(foreach g,$(not_made),$(if $(wildcard $(g)/.),$(g)))\n"
      "ifneq (,$(not_made))\n"
      ".PHONY: $(not_made)\n"
      "$(not_made):\n"
      "\t$(error No rule to make target '$@', which is a directory; 'make help' lists goals)\n"
      "endif\n");
}

void add_make_help(MakeText& out) {
  out.add(
      ".PHONY: help\nhelp:\n"
      "\t@echo 'all            everything; the default'\n"
      "\t@echo 'NAME           one module, program or library; @GROUP a group'\n"
      "\t@echo 'install        build all, then install it; DESTDIR=DIR below a directory'\n"
      "\t@echo 'uninstall      remove what was installed'\n"
      "\t@echo 'clean          remove what the build made'\n"
      "\t@echo 'V=1            print whole commands; -s nothing at all'\n"
      "\t@echo 'Compilers, flags and directories are settled by modbuild gen.'\n");
}

}  // namespace modbuild
