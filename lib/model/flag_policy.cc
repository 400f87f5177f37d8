#include "model/flag_policy.h"
