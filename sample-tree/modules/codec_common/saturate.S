/* int codec_saturating_add(int a, int b): on overflow the sign of the sum is the wrong one, and
 * tells which end of the range was left. */
        .text
        .globl  codec_saturating_add
        .type   codec_saturating_add, %function
codec_saturating_add:
#if defined(__x86_64__)
        movl    %edi, %eax
        addl    %esi, %eax
        jno     1f
        sarl    $31, %eax
        xorl    $0x80000000, %eax
1:      ret
#elif defined(__aarch64__)
        adds    w0, w0, w1
        b.vc    1f
        asr     w0, w0, #31
        eor     w0, w0, #0x80000000
1:      ret
#else
#error "the manifest picks saturate_portable.c here"
#endif
        .size   codec_saturating_add, . - codec_saturating_add
        .section .note.GNU-stack, "", %progbits
