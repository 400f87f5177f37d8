.modbuild/stamp:
