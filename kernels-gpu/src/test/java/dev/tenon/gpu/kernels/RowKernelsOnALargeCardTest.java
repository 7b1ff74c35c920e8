package dev.tenon.gpu.kernels;

/** Rows, whose channels and parameters are summed up in more pieces. */
class RowKernelsOnALargeCardTest extends RowKernelsTest implements LargeCard {}
