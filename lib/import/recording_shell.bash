# What the recipes and $(shell ...) of a tree run in while it is imported: bash reads this file (BASH_ENV)
# before each command line. Nothing of the machine is asked: programs that makefiles use to look for
# libraries are functions that write down the question and answer as MB_ANSWERS says.
#
# Records go to MB_LOG, one a line, fields separated by tabs, with %, tab and newline as %25, %09, %0A:
#   ask  QUESTION  yes|no                     a question about the machine, and the answer given
#   run  SHELL  DIRECTORY  STDIN  STDOUT  WORD...    a program of a recipe, as the shell expanded it; - = none
#                                             SHELL is one number for all programs of one command line
# Questions are "program NAME", "package NAME", "package NAME >= V", "package-like WORD", "files COMMAND",
# "prints COMMAND" and "works COMMAND". MB_ANSWERS holds the questions to answer with no, one a line.
#
# What a program prints is one word, the marker of the command that printed it: __mb_HEX_WORDS__. HEX is its
# words, 00 between them; WORDS, left out when MB_OPAQUE is set, is for makefiles that look for a name there.

mb_record() {
  local field line=$1
  shift
  for field in "$@"; do
    field=${field//%/%25}
    field=${field//$'\t'/%09}
    line+=$'\t'${field//$'\n'/%0A}
  done
  printf '%s\n' "$line" >> "$MB_LOG"
}

mb_ask() {
  if [[ $'\n'$MB_ANSWERS$'\n' == *$'\n'"$1"$'\n'* ]]; then
    mb_record ask "$1" no
    return 1
  fi
  mb_record ask "$1" yes
}

# mb_print PREFIX WORD...: prints the marker of a command.
mb_print() {
  local LC_ALL=C prefix=$1 word hex='' names='' code i
  shift
  for word in "$@"; do
    hex+=${hex:+00}
    for ((i = 0; i < ${#word}; i++)); do
      printf -v code %02x "'${word:i:1}"
      hex+=$code
    done
    names+=.${word//[^A-Za-z0-9.+-]/.}
  done
  [[ -n ${MB_OPAQUE:-} ]] && names=''
  printf '%s__mb_%s_%s__\n' "$prefix" "$hex" "${names#.}"
}

# Sets mb_word to what a `grep` in the command line looks for: a list must hold it to be found.
mb_find_word() {
  mb_word=''
  if [[ $BASH_EXECUTION_STRING =~ grep\ +(-[A-Za-z]+\ +)*[\"\']?([A-Za-z0-9._+-]+) ]]; then
    mb_word=${BASH_REMATCH[2]}
  fi
}

which() {
  local name status=0
  for name in "$@"; do
    [[ $name == -* ]] && continue
    if mb_ask "program ${name##*/}"; then echo "${name##*/}"; else status=1; fi
  done
  return $status
}

command() {
  if [[ $1 == -[vV] ]]; then which "${@:2}"; else builtin command "$@"; fi
}

type() { which "$@"; }

pkg-config() {
  mb_ask 'program pkg-config' || return 127
  local word version='' list='' names=() prints=()
  while [[ $# -gt 0 ]]; do
    word=$1
    shift
    case $word in
      --atleast-version=*) version=" >= ${word#*=}" ;;
      --exact-version=*) version=" = ${word#*=}" ;;
      --max-version=*) version=" <= ${word#*=}" ;;
      --list-all) list=yes ;;
      --exists | --print-errors | --short-errors | --silence-errors | --errors-to-stdout) ;;
      -*) prints+=("$word") ;;
      '=' | '!=' | '<' | '<=' | '>' | '>=') names[-1]+=" $word $1"; shift ;;
      *) names+=("$word") ;;
    esac
  done
  if [[ -n $list ]]; then
    mb_find_word
    mb_ask "package-like $mb_word" && echo "$mb_word-99.99 any"
    return 0
  fi
  for word in "${names[@]}"; do mb_ask "package $word$version" || return 1; done
  [[ ${#prints[@]} -eq 0 ]] && return 0
  word=''
  if [[ " ${prints[*]} " == *' --libs-only-L '* ]]; then
    mb_ask "prints pkg-config ${prints[*]} ${names[*]}" || return 0
    word=-L
  fi
  mb_print "$word" pkg-config "${prints[@]}" "${names[@]}"
}
pkgconf() { pkg-config "$@"; }

# Directories of the machine are listed to look for a library's file.
ls() {
  mb_find_word
  mb_ask "files $* $mb_word" || return 2
  echo "${mb_word:-${*: -1}}"
}

find() {
  if [[ $1 != /* && $1 != __mb_* && $1 != -* ]]; then
    "$MB_BIN/find" "$@"
  elif mb_ask "files ${*: -1}"; then
    echo "${*: -1}"
  fi
}

# Files of the machine, too: [ -r /usr/include/x.h ].
mb_test() {
  if [[ $1 == -[defrsx] && $2 == /* && $# -eq 2 ]]; then
    mb_ask "files $2"
  else
    builtin test "$@"
  fi
}

# --- programs of recipes ---

mb_recipe() {
  local pid=$BASHPID in=- out=-
  [[ -f /proc/$pid/fd/0 ]] && in=$("$MB_BIN/readlink" "/proc/$pid/fd/0")
  [[ -f /proc/$pid/fd/1 ]] && out=$("$MB_BIN/readlink" "/proc/$pid/fd/1")
  mb_record run "$$" "$PWD" "$in" "$out" "$@"
}

# A recipe writes where make writes, $(shell ...) into a pipe of its own.
[[ /proc/$$/fd/1 -ef /proc/$PPID/fd/1 ]] && mb_is_recipe=yes || mb_is_recipe=''

# Where the machine is to answer, only recipes are recorded.
if [[ -n ${MB_MACHINE:-} && -z $mb_is_recipe ]]; then
  unset -f which command type pkg-config pkgconf ls find
  unset BASH_ENV
  PATH=$MB_MACHINE
else

# These are done, too: what a recipe does next may depend on it.
for mb_name in chmod cp install ln mkdir mv rm touch; do
  eval "$mb_name() { mb_recipe $mb_name \"\$@\"; \"\$MB_BIN/$mb_name\" \"\$@\"; }"
done

if [[ -z $mb_is_recipe ]]; then
  test() { mb_test "$@"; }
  function [ { mb_test "${@:1:$#-1}"; }
fi

for mb_name in cat sed; do
  eval "$mb_name() { [[ -n \$mb_is_recipe ]] && mb_recipe $mb_name \"\$@\"; \"\$MB_BIN/$mb_name\" \"\$@\"; }"
done

# Any other program. In a recipe, what -o names is made, empty, so that make goes on.
command_not_found_handle() {
  local i name=${1##*/}
  if [[ -n $mb_is_recipe ]]; then
    mb_recipe "$@"
    for ((i = 1; i < $#; i++)); do
      [[ ${!i} == -o ]] && local next=$((i + 1)) && : >> "${!next}"
    done
    return 0
  fi
  mb_ask "program $name" || return 127
  # Where something else follows when it fails, it may.
  if [[ $BASH_EXECUTION_STRING == *'||'* ]]; then
    mb_ask "works $name ${*:2}" || return 1
  fi
  mb_print '' "$name" "${@:2}"
}

fi
