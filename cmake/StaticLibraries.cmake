# Libraries as archives: a program that is started hundreds of times a day should not spend its time in the dynamic
# linker. libarchive alone brings libxml2 and ICU, for formats that are not used here.

# mb_prefer_archives(PREFIX TARGET): what pkg_check_modules(PREFIX ..) found is linked from archives, with all that
# they need in turn. A library that has none here is linked as it always is.
function(mb_prefer_archives prefix target)
  set(libraries "")
  foreach(name IN LISTS ${prefix}_STATIC_LIBRARIES)
    find_library(MB_ARCHIVE_${name} NAMES lib${name}.a)
    mark_as_advanced(MB_ARCHIVE_${name})
    if(MB_ARCHIVE_${name})
      list(APPEND libraries ${MB_ARCHIVE_${name}})
    elseif(name IN_LIST ${prefix}_LIBRARIES)
      message(STATUS "no archive of lib${name}: modbuild will load it when it starts")
      list(APPEND libraries ${name})
    else()
      list(APPEND libraries -Wl,--push-state,--as-needed ${name} -Wl,--pop-state)
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${libraries}")
endfunction()

# mb_pkg_config(PREFIX MODULE): as pkg_check_modules, with PkgConfig::PREFIX from archives where MODBUILD_STATIC wants it.
macro(mb_pkg_config prefix module)
  if(NOT TARGET PkgConfig::${prefix})
    pkg_check_modules(${prefix} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    if(MODBUILD_STATIC)
      mb_prefer_archives(${prefix} PkgConfig::${prefix})
    endif()
  endif()
endmacro()
