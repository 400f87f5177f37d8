#include "install/content.h"

#include <utility>

namespace modbuild {

tl::expected<std::string, std::string> installed_content(const InstallItem& /*item*/,
                                                         std::string bytes) {
  return std::move(bytes);
}

}  // namespace modbuild
