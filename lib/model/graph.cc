#include "model/graph.h"
