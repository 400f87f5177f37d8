// The version that all of the tree is built with.
#pragma once
#define VERSION 14
