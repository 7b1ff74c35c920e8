package dev.tenon.gpu.kernels;

/** Folds, whose rows are cut into more chunks. */
class FoldsOnALargeCardTest extends FoldsTest implements LargeCard {}
