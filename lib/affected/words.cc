#include "affected/affected.h"

namespace modbuild {

std::string_view edge_word(AffectedEdge edge) {
  switch (edge) {
    case AffectedEdge::Setting:
      return "setting";
    case AffectedEdge::Manifest:
      return "manifest";
    case AffectedEdge::Compiles:
      return "compiles";
    case AffectedEdge::Includes:
      return "includes";
    case AffectedEdge::MayInclude:
      return "may include";
    case AffectedEdge::Computes:
      return "computes";
    case AffectedEdge::Reads:
      return "reads";
    case AffectedEdge::Uses:
      return "uses";
    case AffectedEdge::Abi:
      return "abi";
    case AffectedEdge::Installs:
      return "installs";
    case AffectedEdge::Policy:
      return "policy";
    case AffectedEdge::Needs:
      return "needs";
  }
  return "";
}

std::string_view touch_word(Touch touch) {
  switch (touch) {
    case Touch::None:
      return "";
    case Touch::Needs:
      return "needs";
    case Touch::Installs:
      return "installs";
    case Touch::Builds:
      return "builds";
  }
  return "";
}

}  // namespace modbuild
