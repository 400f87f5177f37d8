// What continuous integration asks: how to divide a build among machines, and which requests build
// everything at least once. Pure; knows no CI system.
#pragma once

#include "ci/cover.h"
#include "ci/divide.h"
#include "ci/shard.h"
