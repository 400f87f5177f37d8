.globl neon
