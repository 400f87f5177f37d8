#include "diag/name_code.h"

namespace modbuild {

Code code_of(NameFault fault) {
  switch (fault) {
    case NameFault::ControlCharacter:
      return Code::ControlCharacter;
    case NameFault::Encoding:
      return Code::BadNameEncoding;
    case NameFault::Unportable:
      return Code::UnportableCharacter;
    case NameFault::OptionLike:
      return Code::OptionLikeName;
    case NameFault::TooLong:
      return Code::NameTooLong;
    case NameFault::BlankAtEnd:
      return Code::NameBlankAtEnd;
  }
  return Code::UnportableCharacter;
}

}  // namespace modbuild
