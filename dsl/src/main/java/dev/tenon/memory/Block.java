package dev.tenon.memory;

/**
 * A piece of memory from the system.
 *
 * @param address of its first byte
 * @param bytes its size
 */
record Block(long address, long bytes) {}
