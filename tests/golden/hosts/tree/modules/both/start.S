.globl start_here
